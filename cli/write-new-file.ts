import { randomUUID } from 'node:crypto';
import { access, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../config/error-code.js';
import { nameDraft } from '../worker/name-draft.js';
import { wrongUse } from './command-error.js';

/** @throws CommandError (exit 3) when the file is there already. */
export async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw taken(file);
}

/**
 * Writes a file that is not there yet, whole or not at all; `mode` is cut by the umask.
 *
 * @throws CommandError (exit 3) when it is there, also if it came just now, or can't be written.
 */
export async function writeNewFile(
  file: string,
  content: string | Uint8Array,
  mode = 0o666,
): Promise<void> {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  try {
    await writeFile(draft, content, { flag: 'wx', mode });
    await nameDraft({ path: draft, content, mode }, file);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') throw taken(file);
    throw wrongUse(`${file} can't be written (${code})`, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}

function taken(file: string): Error {
  return wrongUse(`${file} is there already, and is not written over: name another file`);
}
