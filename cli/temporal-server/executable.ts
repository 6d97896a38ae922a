import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { runCommand, whyItFailed } from './run-command.js';
import { operatingSystem, type Environment } from './this-process.js';

const VERSION_LIMIT_MS = 20_000;

/** A file that was asked whether it is Temporal's command. */
export type Examined =
  | { readonly kind: 'usable'; readonly version: string | null }
  | { readonly kind: 'unusable'; readonly reason: string };

/** The file name of a command on this system: `temporal`, on Windows `temporal.exe`. */
export function executableName(command: string): string {
  return operatingSystem() === 'win32' ? `${command}.exe` : command;
}

/** Whether this is a file that may be executed. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** The first executable file of this name in the folders of PATH, or null. */
export async function findOnPath(command: string, env: Environment): Promise<string | null> {
  // Windows spells it `Path`, and only the real environment there ignores case.
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter);
  for (const folder of folders) {
    // An empty entry means the working folder, from where nobody should pick up a server.
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, executableName(command));
    if (await isExecutable(file)) return file;
  }
  return null;
}

/**
 * Asks a file whether it is Temporal's command and of what version. `temporal --version` prints
 * `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`; one built by `go install` says `0.0.0-DEV`.
 */
export async function examine(file: string, env: Environment): Promise<Examined> {
  if (!(await isExecutable(file))) {
    return { kind: 'unusable', reason: `${file} is not there, or is not an executable file` };
  }
  const args = ['--version'];
  const result = await runCommand({ command: file, args, env, limitMs: VERSION_LIMIT_MS });
  const failure = whyItFailed(`${file} --version`, result, `${VERSION_LIMIT_MS / 1000} s`);
  if (failure !== null) return { kind: 'unusable', reason: failure };
  const said = result.lastLines.join('\n');
  const match = /temporal version (?<version>.+)/.exec(said);
  if (match !== null) return { kind: 'usable', version: match.groups?.['version']?.trim() ?? null };
  return {
    kind: 'unusable',
    reason: `${file} is not Temporal's command line: --version says "${said.slice(0, 80)}"`,
  };
}
