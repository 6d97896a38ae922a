import { join, resolve } from 'node:path';
import type { Config } from '../../config/config.js';
import { wrongUse } from '../command-error.js';
import {
  DEMO_CONTROL_PORT,
  DEMO_PASSWORD,
  DEMO_PORT,
  startScenario,
} from '../dev/demo-simulator.js';
import { makeEnding, type Ending } from '../dev/ending.js';
import { getServer } from '../dev/get-server.js';
import { portOf, type KeptServer } from '../dev/keep-server.js';
import { keepWorker, type KeptWorker } from '../dev/keep-worker.js';
import { stateFolder } from '../dev/state-folder.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { loadSettings, tellWarnings } from '../load-settings.js';
import { makeTerminalLogger } from '../logger.js';
import { stopSignals, type StopSignals } from '../stop-signals.js';

export interface DevArgs {
  /** null: `dev.db` in the user's state folder. */
  readonly db: string | null;
  /** null: the port of `temporal.address`. */
  readonly port: number | null;
  readonly ui: boolean;
  /** null: none; true: the demo's scenario; else the scenario's file. */
  readonly simulator: string | true | null;
  readonly globals: GlobalOptions;
}

const RETENTION_DAYS = 90;

/** Runs everything on one machine in the foreground, until it is told to stop. */
export async function dev(args: DevArgs, io: Io): Promise<ExitCode> {
  const signals = stopSignals(io);
  const say = (text: string): void => {
    io.stderr.write(`${text}\n`);
  };
  const ending = makeEnding(say);
  try {
    const config = await loadSettings(args.globals, io);
    tellWarnings(config, io);
    const started = await Promise.race([start(args, config, io, ending), signals.first]);
    if (started === 'stop') return EXIT.done;
    const event = await Promise.race([signals.first, started.server.gone, started.worker.gone]);
    if (event !== 'stop') throw wrongUse(event);
    return EXIT.done;
  } finally {
    await endUnlessForced(ending, signals, say);
    signals.release();
  }
}

interface Started {
  readonly server: KeptServer;
  readonly worker: KeptWorker;
}

async function start(args: DevArgs, config: Config, io: Io, ending: Ending): Promise<Started> {
  const server = await startServer(args, config, io, ending);
  const env = await startSimulator(args, io, ending);
  const { startWorker } = await import('../../worker/start-worker.js');
  const logger = makeTerminalLogger(io);
  const local = atServer(config, server.address);
  const worker = await keepWorker({
    start: () => startWorker({ config: local, env, address: server.address, logger }),
    now: io.now,
    say: (text) => {
      io.stderr.write(`${text}\n`);
    },
  });
  ending.add('the worker', worker.stop);
  io.stdout.write(`task queue  ${worker.taskQueue}\n`);
  if (server.address !== config.temporal.address) {
    io.stderr.write(`for other commands: export TEMPORAL_ADDRESS=${server.address}\n`);
  }
  io.stdout.write('ready\n');
  return { server, worker };
}

async function startServer(
  args: DevArgs,
  config: Config,
  io: Io,
  ending: Ending,
): Promise<KeptServer> {
  const databaseFile =
    args.db === null ? join(stateFolder(io.env), 'dev.db') : resolve(io.cwd, args.db);
  const { namespace } = config.temporal;
  const server = await getServer(
    {
      port: args.port ?? portOf(config.temporal.address),
      uiPort: args.ui ? 0 : null,
      databaseFile,
      logFile: `${databaseFile}.log`,
      namespace,
    },
    io,
  );
  ending.add("Temporal's server", server.stop);
  const { setRetention } = await import('../temporal-server/retention.js');
  const retention = await setRetention(server.address, namespace, RETENTION_DAYS);
  if (retention.kind === 'not-set') {
    io.stderr.write(`closed runs may be kept for less than 90 days: ${retention.reason}\n`);
  }
  io.stdout.write(`temporal    ${server.address}\ndatabase    ${databaseFile}\n`);
  if (server.uiAddress !== null) io.stdout.write(`ui          ${server.uiAddress}\n`);
  return server;
}

/** Gives the worker's environment: with a simulator, its password is there. */
async function startSimulator(args: DevArgs, io: Io, ending: Ending): Promise<NodeJS.ProcessEnv> {
  if (args.simulator === null) return io.env;
  const file = args.simulator === true ? null : args.simulator;
  const ports = { port: DEMO_PORT, controlPort: DEMO_CONTROL_PORT };
  const { simulator, password } = await startScenario(file, ports, io);
  ending.add('the simulator', () => simulator.close());
  io.stdout.write(`simulator   ${simulator.url}\ncontrol     ${simulator.controlUrl}\n`);
  if (io.env[DEMO_PASSWORD] === undefined) {
    io.stderr.write(`for doctor: export ${DEMO_PASSWORD}=${password}\n`);
  }
  return { [DEMO_PASSWORD]: password, ...io.env };
}

/** What holds for the configured Temporal (TLS, key) does not hold for the server of `dev`. */
function atServer(config: Config, address: string): Config {
  const { namespace, taskQueue } = config.temporal;
  return { ...config, temporal: { address, namespace, taskQueue, tls: null, apiKey: null } };
}

async function endUnlessForced(
  ending: Ending,
  signals: StopSignals,
  say: (text: string) => void,
): Promise<void> {
  say('stopping: worker first, then the server (Ctrl-C again to force) ...');
  const event = await Promise.race([ending.run(), signals.second]);
  say(event === 'force' ? 'forced' : 'stopped');
}
