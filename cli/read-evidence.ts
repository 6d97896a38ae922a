import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../config/error-code.js';
import { LIMITS } from '../evidence/container/limits.js';
import { readPublicKey } from '../evidence/keys.js';
import { type Verified, verifyEvidence } from '../evidence/verify/verify-evidence.js';
import { wrongUse } from './command-error.js';
import type { Io } from './io.js';

/**
 * Reads and verifies an evidence file.
 *
 * @throws CommandError (exit 3) when the file or the key can't be read.
 */
export async function readEvidence(
  file: string,
  key: string | null,
  io: Pick<Io, 'cwd'>,
): Promise<Verified> {
  const keyPem = key === null ? null : (await read(key, io)).toString('utf8');
  if (keyPem !== null) {
    try {
      readPublicKey(keyPem);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw wrongUse(`${key ?? ''} can't be used as a public key: ${why}`, { cause: error });
    }
  }
  return verifyEvidence(await read(file, io), keyPem);
}

async function read(name: string, { cwd }: Pick<Io, 'cwd'>): Promise<Buffer> {
  const file = path.resolve(cwd, name);
  try {
    const { size } = await stat(file);
    if (size > LIMITS.fileBytes) throw wrongUse(`${name} is too large: ${size} bytes`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && error.name === 'CommandError') throw error;
    throw wrongUse(`${name} can't be read: ${errorCode(error)}`, { cause: error });
  }
}
