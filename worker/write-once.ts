import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../config/error-code.js';
import { nameDraft } from './name-draft.js';

/** Writes a file for its owner alone, whole or not at all; false: it is there already, and stays. */
export async function writeOnce(file: string, content: Buffer): Promise<boolean> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${basename(file)}.${randomUUID()}`);
  try {
    await writeFile(draft, content, { flag: 'wx', mode: 0o600 });
    await nameDraft({ path: draft, content, mode: 0o600 }, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
