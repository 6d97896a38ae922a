import { spawn, type ChildProcess } from 'node:child_process';
import { until } from './until.js';

/** A command that has ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs as a process of its own, leader of a process group of its own. */
export interface CommandProcess {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly isRunning: () => boolean;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits until the text stands in what the command wrote; throws when it ends before. */
  readonly wrote: (text: string | RegExp) => Promise<void>;
  /** Signals this one process. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Signals its group, as a terminal does at Ctrl-C. */
  readonly interrupt: () => void;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** What stands on standard input, which then ends; without it there is none. */
  readonly input?: string;
}

/** Starts `node COMMAND ARGS` without a terminal. */
export function startCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): CommandProcess {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const { pid } = child;
  if (pid === undefined) throw new Error(`node ${command} could not be started`);
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const name = `drillbook ${args.join(' ')}`;
  return {
    pid,
    ended: endOf(child, written),
    isRunning,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    wrote: async (text) => {
      const all = (): string => `${written.stdout}\n${written.stderr}`;
      const isThere = (): boolean =>
        typeof text === 'string' ? all().includes(text) : text.test(all());
      await until(`${name} writes ${String(text)}; it wrote:\n${all()}`, () => {
        if (isThere()) return true;
        if (!isRunning()) throw new Error(`${name} ended without ${String(text)}:\n${all()}`);
        return false;
      });
    },
    kill: (signal) => {
      child.kill(signal);
    },
    interrupt: () => {
      process.kill(-pid, 'SIGINT');
    },
  };
}

function endOf(
  child: ChildProcess,
  written: { readonly stdout: string; readonly stderr: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, ...written });
    });
  });
}
