import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { JOURNAL_QUERY, RECORD_QUERY } from '../plan/steering.js';
import type { WriteRecordInput } from './contract.js';
import type { Dependencies } from './dependencies.js';

/** Writes the record and the journal of a run to a file, whole or not at all. */
export async function writeRecord(
  dependencies: Dependencies,
  { runId }: WriteRecordInput,
): Promise<{ readonly path: string }> {
  const run = Context.current().client.workflow.getHandle(runId);
  const record: unknown = await run.query(RECORD_QUERY);
  const journal: unknown = await run.query(JOURNAL_QUERY);
  const path = join(dependencies.recordsFolder, `${runId.replace(/[^A-Za-z0-9._-]/g, '_')}.json`);
  await mkdir(dependencies.recordsFolder, { recursive: true, mode: 0o700 });
  const half = `${path}.${randomUUID()}.half`;
  await writeFile(half, `${JSON.stringify({ record, journal }, null, 2)}\n`, { mode: 0o600 });
  await rename(half, path);
  return { path };
}
