import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import { STARTER_CONFIG } from '../init/starter-config.js';
import { STARTER_RUNBOOK } from '../init/starter-runbook.js';
import { STARTER_TEST } from '../init/starter-test.js';
import type { Io } from '../io.js';

export interface InitArgs {
  /** As it was typed; null: the working folder. */
  readonly folder: string | null;
  readonly globals: Pick<GlobalOptions, 'json'>;
}

const RUNBOOK = 'failover.yaml';
const CONFIG = 'temporal.config.yaml';

const FILES: readonly (readonly [string, string])[] = [
  [RUNBOOK, STARTER_RUNBOOK],
  ['failover.test.yaml', STARTER_TEST],
  [CONFIG, STARTER_CONFIG],
];

/** Writes a runbook, tests of it and a configuration to start from; never over a file that is there. */
export async function init(args: InitArgs, io: Io): Promise<ExitCode> {
  const folder = resolve(io.cwd, args.folder ?? '.');
  const shown = (name: string): string => relative(io.cwd, join(folder, name));
  // All before any: a part of it is of no use.
  for (const [name] of FILES) {
    if (await isThere(join(folder, name))) throw taken(shown(name));
  }
  await makeFolder(folder, args.folder ?? '.');
  for (const [name, text] of FILES) await write(join(folder, name), shown(name), text);
  const files = FILES.map(([name]) => shown(name));
  if (args.globals.json) {
    io.stdout.write(`${JSON.stringify({ files }, null, 2)}\n`);
    return EXIT.done;
  }
  const config = args.folder === null ? '' : ` --config ${quoted(shown(CONFIG))}`;
  const lines = [
    ...files.map((file) => `wrote ${file}`),
    '',
    'Put your own names into them, then:',
    `  drillbook check ${quoted(shown(RUNBOOK))}`,
    `  drillbook test ${quoted(shown(RUNBOOK))}`,
    `  drillbook doctor${config}`,
    `  drillbook plan ${quoted(shown(RUNBOOK))} --mode drill`,
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    // What stands in the way otherwise shows when it is written.
    return false;
  }
}

async function makeFolder(path: string, shown: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw wrongUse(`can't make the folder ${shown}: ${reasonOf(error)}`, { cause: error });
  }
}

async function write(path: string, shown: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(shown);
    throw wrongUse(`can't write ${shown}: ${reasonOf(error)}`, { cause: error });
  }
}

function taken(file: string): Error {
  return wrongUse(`${file} is there already, and init writes over no file: name another folder`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
