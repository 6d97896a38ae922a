import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import os from 'node:os';

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the operating system calls itself: `linux`, `darwin`, `win32`. */
export function operatingSystem(): NodeJS.Platform {
  return process.platform;
}

/** The home folder of the user who runs us. */
export function homeFolder(): string {
  return os.homedir();
}

/** The Node executable that runs us. */
export function nodeExecutable(): string {
  return process.execPath;
}

/** Our own process id. */
export function ownPid(): number {
  return process.pid;
}

/** Our own environment, for children that need all of it. */
export function ownEnvironment(): Environment {
  return process.env;
}

/** Whether a process with this id exists. One we may not signal exists too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Sends a signal to one process; false when it is not there any more (or not ours). */
export function signalProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/**
 * The command line of a running process, its arguments separated by spaces, or null when it can't be
 * read. From /proc on Linux, from `ps` on other Unix systems; never on Windows.
 */
export function commandLineOf(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim() || null;
    }
    if (process.platform === 'win32') return null;
    const args = ['-o', 'command=', '-p', String(pid)];
    return execFileSync('ps', args, { encoding: 'utf8', timeout: 5_000 }).trim() || null;
  } catch {
    return null;
  }
}
