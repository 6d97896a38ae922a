import { resolve } from 'node:path';
import type { SecretReference, TextOrReference } from './config.js';
import type { WrittenReference } from './secret-field.js';

/** Where the written configuration came from. */
export interface Origin {
  readonly file: string | null;
  /** The file's name without its folder, for errors about references. */
  readonly label: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** A reference with the key that it stands at; its file's path is made absolute. */
export function reference(written: WrittenReference, key: string, origin: Origin): SecretReference {
  const where = `${key} in ${origin.label}`;
  if ('env' in written) return { kind: 'env', name: written.env, where };

  return { kind: 'file', path: resolve(origin.folder, written.file), where };
}

/** As `reference`; text stays text. */
export function textOrReferenceOf(
  written: string | WrittenReference,
  key: string,
  origin: Origin,
): TextOrReference {
  if (typeof written === 'string') return { kind: 'literal', value: written };

  return reference(written, key, origin);
}
