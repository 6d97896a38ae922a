import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { buildConfig } from './build-config.js';
import { ConfigError } from './config-error.js';
import type { Config } from './config.js';
import { documentProblems } from './document-problems.js';
import { MAX_CHARACTERS, readDocument, tooLong } from './document.js';
import { errorCode } from './error-code.js';
import { withoutFreeKeys } from './free-keys.js';
import type { WrittenConfig } from './schema.js';
import { configSchema } from './schema.js';

/** The file that is read when none is named; it may be missing. */
const DEFAULT_CONFIG_FILE = 'temporal.config.yaml';

export interface LoadOptions {
  /** null: the default file in `cwd`, or without it the built-in defaults. */
  readonly file: string | null;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/**
 * Reads and checks the configuration. No secret is read: references stay references.
 *
 * @throws ConfigError with all problems when it can't be used.
 */
export async function loadConfig(options: LoadOptions): Promise<{ readonly config: Config }> {
  const path = resolve(options.cwd, options.file ?? DEFAULT_CONFIG_FILE);
  const text = await readText(path, options);
  const file = options.file ?? DEFAULT_CONFIG_FILE;
  const written = text === null ? {} : check(text, file);
  const { config, problems } = buildConfig(written, {
    file: text === null ? null : file,
    label: basename(path),
    folder: text === null ? resolve(options.cwd) : dirname(path),
    env: options.env,
    cwd: options.cwd,
  });
  if (problems.length > 0) throw new ConfigError(problems);

  return { config };
}

async function readText(path: string, options: LoadOptions): Promise<string | null> {
  try {
    // Before it is read: no character has more than four bytes.
    if ((await stat(path)).size > 4 * MAX_CHARACTERS) {
      throw new ConfigError([tooLong(options.file ?? DEFAULT_CONFIG_FILE)]);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = errorCode(error);
    if (options.file === null && code === 'ENOENT') return null;
    const message = `the configuration ${options.file ?? path} can't be read: ${code}`;
    throw new ConfigError([{ place: null, message }]);
  }
}

function check(text: string, file: string): WrittenConfig {
  const read = readDocument(text, file);
  if ('problems' in read) throw new ConfigError(read.problems);
  const parsed = configSchema.safeParse(withoutFreeKeys(read.document.value));
  if (parsed.success) return parsed.data;

  throw new ConfigError(documentProblems(parsed.error.issues, read.document, 'the configuration'));
}
