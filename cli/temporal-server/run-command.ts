import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Environment } from './this-process.js';

const LAST_LINES = 40;
const KILL_AFTER_MS = 5_000;
const PIPES_MS = 2_000;

/** A command to run to its end. */
export interface CommandOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly cwd?: string;
  /** The command is ended when it runs longer than this. */
  readonly limitMs: number;
  /** Called with each line of its output and its errors. */
  readonly onLine?: (line: string) => void;
  /** Ends the command early, for instance because it makes no progress. */
  readonly signal?: AbortSignal;
}

/** How a command ended: `error` when it could not be started at all. */
export interface CommandResult {
  readonly code: number | null;
  readonly endedBy: 'itself' | 'limit' | 'abort';
  readonly error: Error | null;
  /** The last lines of its output and errors, oldest first. */
  readonly lastLines: readonly string[];
}

/** Runs a command without a shell and without input, and waits for its end. Never throws. */
export function runCommand(options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(options.command, options.args, {
      env: options.env,
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const lastLines = collectLines([child.stdout, child.stderr], options.onLine);
    const ending = endEarly(child, options);
    const finish = (code: number | null, error: Error | null): void => {
      resolve({ code, endedBy: ending.stopWatching(), error, lastLines });
    };
    child.once('error', (error) => {
      finish(null, error);
    });
    child.once('close', (code) => {
      finish(code, null);
    });
    child.once('exit', (code) => {
      // A grandchild that outlives the command keeps its pipes open: don't wait for that for ever.
      setTimeout(() => {
        finish(code, null);
        child.stdout.destroy();
        child.stderr.destroy();
      }, PIPES_MS).unref();
    });
  });
}

function collectLines(
  streams: readonly Readable[],
  onLine: ((line: string) => void) | undefined,
): readonly string[] {
  const lastLines: string[] = [];
  for (const stream of streams) {
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
      onLine?.(line);
    });
  }
  return lastLines;
}

/** Ends the child at its limit or when told to; `stopWatching` gives what happened. */
function endEarly(
  child: ChildProcess,
  options: CommandOptions,
): { stopWatching(): CommandResult['endedBy'] } {
  let endedBy: CommandResult['endedBy'] = 'itself';
  let kill: NodeJS.Timeout | undefined;
  const end = (reason: 'limit' | 'abort') => (): void => {
    endedBy = reason;
    child.kill('SIGTERM');
    kill ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  const limit = setTimeout(end('limit'), options.limitMs);
  const abort = end('abort');
  if (options.signal?.aborted === true) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  return {
    stopWatching: () => {
      clearTimeout(limit);
      clearTimeout(kill);
      options.signal?.removeEventListener('abort', abort);
      return endedBy;
    },
  };
}

/** Why a command did not do its work, in one sentence that names it; null when it ended with 0. */
export function whyItFailed(name: string, result: CommandResult, limitText: string): string | null {
  if (result.error !== null) return `${name} could not be started: ${result.error.message}`;
  if (result.endedBy !== 'itself') return `${name} was ended after ${limitText}`;
  if (result.code === 0) return null;
  const said = result.lastLines.filter((line) => line.trim() !== '').slice(-3);
  const how = result.code === null ? 'was ended by a signal' : `ended with code ${result.code}`;
  return said.length === 0
    ? `${name} ${how} and said nothing`
    : `${name} ${how}: ${said.join(' / ')}`;
}
