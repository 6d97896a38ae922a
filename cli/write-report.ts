import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { errorCode } from '../config/error-code.js';
import { wrongUse } from './command-error.js';

/**
 * Writes a report, whole or not at all, over an older one if there is one: it can be made again at
 * any time. Throws wrong use when it can't be written.
 */
export async function writeReport(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.half`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    throw wrongUse(`${file} can't be written (${errorCode(error)})`, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}
