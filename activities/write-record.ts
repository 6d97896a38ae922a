import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WriteRecordInput } from './contract.js';
import type { Dependencies } from './dependencies.js';

/** Writes the record of a run that is over to a file, whole or not at all. */
export async function writeRecord(
  dependencies: Dependencies,
  input: WriteRecordInput,
): Promise<{ readonly path: string }> {
  const name = input.record.run.id.replace(/[^A-Za-z0-9._-]/g, '_');
  const path = join(dependencies.recordsFolder, `${name}.json`);
  await mkdir(dependencies.recordsFolder, { recursive: true, mode: 0o700 });
  const half = `${path}.${randomUUID()}.half`;
  await writeFile(half, `${JSON.stringify(input, null, 2)}\n`, { mode: 0o600 });
  await rename(half, path);
  return { path };
}
