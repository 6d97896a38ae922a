import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError } from './config-error.js';
import type { TextOrReference } from './config.js';
import { errorCode } from './error-code.js';

/** Where references are looked up; relative paths are relative to the folder. */
export interface SecretSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/**
 * The secret behind a reference, read now: call it at the moment of use and keep nothing. One
 * newline at the end of a file is not part of it.
 *
 * @throws ConfigError that names the reference when it is not set, empty or not readable.
 */
export async function resolveSecret(
  reference: TextOrReference,
  source: SecretSource,
): Promise<string> {
  switch (reference.kind) {
    case 'literal':
      return reference.value;
    case 'env':
      return fromEnvironment(reference, source);
    case 'file':
      return fromFile(reference, source);
    default:
      return assertNever(reference);
  }
}

function fromEnvironment(
  { name, where }: { readonly name: string; readonly where: string },
  { env }: SecretSource,
): string {
  const value = env[name];
  if (value === undefined) throw unusable(`environment variable ${name} is not set (${where})`);
  if (value === '') throw unusable(`environment variable ${name} is empty (${where})`);

  return value;
}

async function fromFile(
  { path, where }: { readonly path: string; readonly where: string },
  { folder }: SecretSource,
): Promise<string> {
  const file = resolve(folder, path);
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    const code = errorCode(error);
    throw unusable(`the file ${file} can't be read: ${code} (${where})`);
  });
  const value = content.replace(/\r?\n$/, '');
  if (value === '') throw unusable(`the file ${file} is empty (${where})`);

  return value;
}

function unusable(message: string): ConfigError {
  return new ConfigError([{ place: null, message }]);
}

function assertNever(value: never): never {
  throw new TypeError(`unexpected reference ${JSON.stringify(value)}`);
}
