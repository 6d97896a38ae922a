import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { prepareDatabaseFile } from './database-file.js';
import { endLeftServer, removePidFile, writePidFile } from './pid-file.js';
import { freePort, requireFreePort } from './ports.js';
import { waitUntilReady } from './readiness.js';
import { startSupervised, type ServerExit, type SupervisedProcess } from './supervised-process.js';

const READY_LIMIT_MS = 60_000;
const START_TRIES = 3;
const NAMESPACE = 'default';

/** A server to start. */
export interface StartOptions {
  /** Temporal's command, as `findTemporalServer` found it. */
  readonly executable: string;
  readonly host: '127.0.0.1';
  /** The port of its gRPC service; 0 takes a free one. */
  readonly port: number;
  /** The port of its web pages; null leaves them out, 0 takes a free one. */
  readonly uiPort: number | null;
  /** The SQLite file; null keeps everything in memory. */
  readonly databaseFile: string | null;
  /** What the server writes is appended here. */
  readonly logFile: string | null;
  readonly onLine?: (line: string) => void;
  /** Search attributes to be known, by name and type. */
  readonly searchAttributes?: readonly (readonly [string, string])[];
  /** A namespace to be there besides `default`. */
  readonly namespace?: string;
  /** Further ones. */
  readonly moreNamespaces?: readonly string[];
}

/** A running server. It ends with this process, even when this process is killed. */
export interface TemporalServer {
  /** `host:port`, as TEMPORAL_ADDRESS wants it. */
  readonly address: string;
  readonly uiAddress: string | null;
  readonly pid: number;
  /** Resolves when the server is gone, asked or not. */
  readonly exited: Promise<ServerExit>;
  /** Ends the server and waits until it is gone; may be called again. */
  stop(): Promise<void>;
}

/**
 * Starts Temporal's development server and waits until it answers. Throws `PortInUseError`,
 * `DatabaseFileError`, `DatabaseInUseError`, or an Error with the server's last words.
 */
export async function startTemporalServer(options: StartOptions): Promise<TemporalServer> {
  const databaseFile = options.databaseFile === null ? null : path.resolve(options.databaseFile);
  if (databaseFile !== null) {
    await prepareDatabaseFile(databaseFile);
    await endLeftServer(databaseFile);
  }
  if (options.logFile !== null) {
    await mkdir(path.dirname(options.logFile), { recursive: true, mode: 0o700 });
  }
  for (let tries = 1; ; tries++) {
    const { server, failure } = await tryToStart(options, databaseFile);
    if (failure === null) return server;
    const mayPass = lostRaceForPort(failure, options) || hasPanicked(failure);
    if (tries === START_TRIES || !mayPass) {
      throw new Error(`Temporal's server could not be started: ${failure}`);
    }
  }
}

async function tryToStart(
  options: StartOptions,
  databaseFile: string | null,
): Promise<{ readonly server: TemporalServer; readonly failure: string | null }> {
  const port = await choosePort(options.host, options.port, '--port');
  const uiPort =
    options.uiPort === null ? null : await choosePort(options.host, options.uiPort, '--ui-port');
  const server = await startSupervised({
    executable: options.executable,
    args: await serverArguments(options, port, uiPort, databaseFile),
    logFile: options.logFile,
    ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    if (databaseFile !== null) await removePidFile(databaseFile);
  };
  if (databaseFile !== null) await writePidFile(databaseFile, server.pid);
  const why = await whyNotReady(server, options, port);
  if (why !== null) await stop();
  const said = tellingLines(server.lastLines()).join('\n  ');
  return {
    server: {
      address: `${options.host}:${port}`,
      uiAddress: uiPort === null ? null : `http://${options.host}:${uiPort}`,
      pid: server.pid,
      exited: server.exited,
      stop,
    },
    failure: why === null || said === '' ? why : `${why}; it said:\n  ${said}`,
  };
}

const PANIC = /^(?:panic|fatal error): /;

/** The lines that say why a server ended: of a crash the first ones, before its long trace. */
function tellingLines(lines: readonly string[]): readonly string[] {
  const panic = lines.findIndex((line) => PANIC.test(line));
  return panic === -1 ? lines.slice(-5) : lines.slice(panic, panic + 3);
}

/** Temporal's server has crashed while it started, which it does now and then (seen with 1.29.1). */
function hasPanicked(failure: string): boolean {
  return failure.split('\n').some((line) => PANIC.test(line.trim()));
}

/**
 * Whether the server ended because somebody took one of the ports that it or we had chosen a moment
 * before, among them those that it chooses for itself. A port that was asked for is not tried again.
 */
function lostRaceForPort(failure: string, { port, uiPort }: StartOptions): boolean {
  const taken = [...failure.matchAll(/:(\d+): bind: address already in use/g)].map(([, found]) =>
    Number(found),
  );
  return taken.length > 0 && taken.every((found) => found !== port && found !== uiPort);
}

async function choosePort(host: string, port: number, option: string): Promise<number> {
  if (port === 0) return await freePort(host);
  await requireFreePort(host, port, option);
  return port;
}

async function serverArguments(
  options: StartOptions,
  port: number,
  uiPort: number | null,
  databaseFile: string | null,
): Promise<readonly string[]> {
  const namespace = options.namespace ?? NAMESPACE;
  return [
    ...['server', 'start-dev', '--ip', options.host, '--port', String(port)],
    // The server's own choice is made at its start as well, but says nothing when it is taken.
    ...['--metrics-port', String(await freePort(options.host))],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(databaseFile === null ? [] : ['--db-filename', databaseFile]),
    ...[namespace, ...(options.moreNamespaces ?? [])].flatMap((name) =>
      name === NAMESPACE ? [] : ['--namespace', name],
    ),
    ...(options.searchAttributes ?? []).flatMap(([name, type]) => [
      '--search-attribute',
      `${name}=${type}`,
    ]),
    ...['--log-level', 'warn', '--log-format', 'json'],
    // Without this the server asks temporal.io for newer versions: no business of a DR site.
    ...['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'],
  ];
}

/** Null when the server answers, else why it does not. */
async function whyNotReady(
  server: SupervisedProcess,
  options: StartOptions,
  port: number,
): Promise<string | null> {
  const ended = new AbortController();
  void server.exited.then(() => {
    ended.abort();
  });
  const namespace = options.namespace ?? NAMESPACE;
  const ready = await waitUntilReady(options.host, port, namespace, READY_LIMIT_MS, ended.signal);
  // Also when somebody answers: ours may have lost a race for the port.
  if (ended.signal.aborted) return 'it ended before it answered';
  if (ready) return null;
  return `it did not answer on ${options.host}:${port} within ${READY_LIMIT_MS / 1000} s`;
}
