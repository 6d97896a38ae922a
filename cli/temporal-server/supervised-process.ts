import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { commandForOwnModule } from './own-module.js';
import { readSupervisorReport } from './supervisor-report.js';
import { ownEnvironment, signalProcess } from './this-process.js';

/** A crash of a Go program has a trace of hundreds of lines behind the one that says why. */
const LAST_LINES = 1000;

/** How a process ended. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A process that ends when we do, however we end. */
export interface SupervisedProcess {
  readonly pid: number;
  readonly exited: Promise<ServerExit>;
  /** The last lines it wrote, oldest first. */
  lastLines(): readonly string[];
  /** Ends it (SIGTERM, SIGKILL 5 s later) and waits until it is gone. */
  stop(): Promise<void>;
}

/** What to run under a supervisor. */
export interface SuperviseOptions {
  readonly executable: string;
  readonly args: readonly string[];
  /** Everything it writes is appended here. */
  readonly logFile: string | null;
  /** Called with each line it writes, until it is asked to stop. */
  readonly onLine?: (line: string) => void;
}

/**
 * Starts a process under a supervisor of its own: killed with -9, we can't end anything any more,
 * the supervisor can. Both are in a process group apart, where Ctrl-C does not reach them.
 */
export async function startSupervised(options: SuperviseOptions): Promise<SupervisedProcess> {
  const entry = commandForOwnModule(new URL('./supervise-server-entry.js', import.meta.url), [
    options.executable,
    ...options.args,
  ]);
  const supervisor = spawn(entry.command, entry.args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
    env: withoutInheritedNodeOptions(),
  });
  // The supervisor may die before it read our end of the pipe.
  supervisor.stdin.on('error', () => undefined);
  let stopping = false;
  const lines = keepLines(supervisor.stderr, options, () => stopping);
  let pid = 0;
  let exit: ServerExit | null = null;
  const exited = new Promise<ServerExit>((resolve) => {
    supervisor.once('exit', (_code, signal) => {
      // A supervisor that was killed leaves the server, and the server our pipes open.
      if (signal !== null && exit === null && pid > 0) signalProcess(pid, 'SIGKILL');
    });
    supervisor.once('close', (code, signal) => {
      resolve(exit ?? { code, signal });
    });
  });
  pid = await startedPid(supervisor, supervisor.stdout, options.executable, lines, (end) => {
    exit = end;
  });
  return {
    pid,
    exited,
    lastLines: () => [...lines],
    stop: async () => {
      stopping = true;
      if (supervisor.stdin.writable) supervisor.stdin.end('stop\n');
      await exited;
    },
  };
}

/** Options of the Node that runs us (test runners, inspectors) are not for the supervisor. */
function withoutInheritedNodeOptions(): Record<string, string | undefined> {
  return { ...ownEnvironment(), NODE_OPTIONS: undefined };
}

function keepLines(
  stream: Readable,
  options: SuperviseOptions,
  isStopping: () => boolean,
): string[] {
  const lines: string[] = [];
  const log = options.logFile === null ? null : createWriteStream(options.logFile, { flags: 'a' });
  // A full disk must not end a failover: the server runs on without its log.
  log?.on('error', () => undefined);
  const reader = createInterface({ input: stream });
  reader.on('line', (line) => {
    lines.push(line);
    if (lines.length > LAST_LINES) lines.shift();
    log?.write(`${line}\n`);
    // While it stops, its parts complain about each other.
    if (!isStopping()) options.onLine?.(line);
  });
  reader.on('close', () => log?.end());
  return lines;
}

function startedPid(
  supervisor: ChildProcess,
  reports: Readable,
  executable: string,
  lines: readonly string[],
  onExit: (exit: ServerExit) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new Error(`Temporal's server (${executable}) could not be started: ${reason}`));
    };
    createInterface({ input: reports }).on('line', (line) => {
      const report = readSupervisorReport(line);
      if (report?.kind === 'started') resolve(report.pid);
      if (report?.kind === 'not-started') fail(report.message);
      if (report?.kind === 'exited') onExit({ code: report.code, signal: report.signal });
    });
    supervisor.once('error', (error) => {
      fail(error.message);
    });
    supervisor.once('close', () => {
      fail(lines.join('\n') || 'its supervisor ended at once');
    });
  });
}
