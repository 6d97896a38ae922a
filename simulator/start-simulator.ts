import type { Server } from 'node:http';

import { realClock, serverTime, type Clock } from './clock.js';
import type { Console } from './console/console.js';
import { createConsoleServer, makeConsole } from './console/console-server.js';
import { createControlServer } from './control/control-server.js';
import { tellTruth, type Truth } from './control/truth.js';
import { Delays } from './faults/delays.js';
import type { FaultInput } from './faults/fault.js';
import { FaultBook, type FaultRecord } from './faults/fault-book.js';
import { createEmServer, type TlsPair } from './http/em-server.js';
import type { Manager } from './http/manager.js';
import { RequestLog } from './http/request-log.js';
import { closeServer, listen } from './listen.js';
import { makeSite } from './resources/site.js';
import type { Scenario } from './scenario/scenario-schema.js';
import { Logons } from './world/logons.js';
import { World } from './world/world.js';

export interface SimulatorOptions {
  /** Instead of the scenario's; 0 takes a free one. */
  readonly port?: number;
  readonly controlPort?: number;
  readonly consolePort?: number;
  readonly host?: '127.0.0.1';
  /** PEM texts; without them the server speaks plain HTTP. */
  readonly tls?: TlsPair;
  /** For tests that move time by hand. */
  readonly clock?: Clock;
}

export interface RunningSimulator {
  /** `http://127.0.0.1:PORT`, without /api. */
  readonly url: string;
  readonly controlUrl: string;
  /** `http://127.0.0.1:PORT`, without /api; null when the scenario has no console. */
  readonly consoleUrl: string | null;
  readonly truth: () => Truth;
  /** Throws ZodError when the fault's form is wrong. */
  readonly addFault: (fault: FaultInput) => FaultRecord;
  readonly faults: () => readonly FaultRecord[];
  readonly clearFaults: () => void;
  readonly expireSessions: () => void;
  readonly restart: () => void;
  /** Every token of the Console is gone; API keys stay. */
  readonly expireTokens: () => void;
  /** Resolves when every port that was to open or close has. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Resolves once it is closed, by close() or by POST /shutdown. */
  readonly closed: Promise<void>;
}

/**
 * Starts a simulated Enterprise Manager, the Console when the scenario has one, and the control
 * address on 127.0.0.1. Throws an Error that
 * names the port when one can't be had.
 */
export async function startSimulator(
  scenario: Scenario,
  options: SimulatorOptions = {},
): Promise<RunningSimulator> {
  const clock = options.clock ?? realClock;
  const host = options.host ?? '127.0.0.1';
  const manager = makeManager(scenario, clock);
  const faults = new FaultBook();
  const delays = new Delays(clock);
  const tls = options.tls ?? null;
  const console = makeConsoleOf(scenario, manager);
  const server = createEmServer(manager, faults, delays, tls);
  const consoleServer = console === null ? null : createConsoleServer(console, faults, delays, tls);
  const control = createControlServer({ manager, console, faults, shutDown: () => void close() });
  let closing: Promise<void> | null = null;
  let markClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    markClosed = resolve;
  });

  async function closeAll(): Promise<void> {
    delays.close();
    server.closeAllConnections();
    consoleServer?.closeAllConnections();
    control.closeIdleConnections();
    await Promise.all([
      closeServer(server),
      ...(consoleServer === null ? [] : [closeServer(consoleServer)]),
      closeServer(control),
      manager.world.close(),
    ]);
    markClosed();
  }
  async function close(): Promise<void> {
    closing ??= closeAll();
    await closing;
  }

  const ports = await openPorts(scenario, options, host, manager, {
    server,
    consoleServer,
    control,
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const scheme = tls === null ? 'http' : 'https';
  return {
    url: `${scheme}://${host}:${ports.port}`,
    consoleUrl: ports.consolePort === null ? null : `${scheme}://${host}:${ports.consolePort}`,
    controlUrl: `http://${host}:${ports.controlPort}`,
    truth: () => tellTruth(manager, console),
    addFault: (fault) => faults.add(fault),
    faults: () => faults.list(),
    clearFaults: () => {
      faults.clear();
    },
    expireSessions: () => {
      manager.logons.expireAll();
    },
    restart: () => {
      manager.logons.restart();
    },
    expireTokens: () => {
      console?.tokens.clear();
    },
    settled: () => manager.world.services.settled(),
    close,
    closed,
  };
}

function makeManager(scenario: Scenario, clock: Clock): Manager {
  const time = serverTime(clock, scenario.speed, scenario.server.clockSkew);
  return {
    world: new World(scenario, time),
    logons: new Logons(scenario, time),
    site: makeSite(scenario.server.hostName),
    log: new RequestLog(),
  };
}

function makeConsoleOf({ console }: Scenario, { world }: Manager): Console | null {
  return console === undefined ? null : makeConsole(world, console);
}

interface Servers {
  readonly server: Server;
  readonly consoleServer: Server | null;
  readonly control: Server;
}

interface Ports {
  readonly port: number;
  readonly controlPort: number;
  readonly consolePort: number | null;
}

async function openPorts(
  scenario: Scenario,
  options: SimulatorOptions,
  host: string,
  { world }: Manager,
  servers: Servers,
): Promise<Ports> {
  await world.services.prepare([
    ...world.plans.flatMap((plan) => plan.machines),
    ...world.replicas.map((replica) => replica.machine),
  ]);
  const wanted = options.port ?? scenario.server.port;
  const wantedControl = options.controlPort ?? scenario.server.controlPort;
  const wantedConsole = options.consolePort ?? scenario.console?.port ?? 0;
  const { server, consoleServer, control } = servers;
  return {
    port: await listen(server, wanted, host, 'the simulator'),
    controlPort: await listen(control, wantedControl, host, "the simulator's control"),
    consolePort:
      consoleServer === null
        ? null
        : await listen(consoleServer, wantedConsole, host, "the simulator's console"),
  };
}
