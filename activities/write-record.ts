import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { JOURNAL_QUERY, RECORD_QUERY } from '../plan/steering.js';
import type { WriteRecordInput } from './contract.js';
import type { Dependencies } from './dependencies.js';

/**
 * Writes the record and the journal of a run to a file, whole or not at all: RUN.json, or RUN.FIRST.json
 * where a file has that name that is not of this run. Temporal forgets runs, so that a later one may have
 * the id of an earlier one, whose record is what is left of it.
 */
export async function writeRecord(
  dependencies: Dependencies,
  { runId }: WriteRecordInput,
): Promise<{ readonly path: string }> {
  const { client, info, log } = Context.current();
  const run = client.workflow.getHandle(runId);
  const record: unknown = await run.query(RECORD_QUERY);
  const journal: unknown = await run.query(JOURNAL_QUERY);
  // The same after a reset, whose record takes the place of the one before.
  const { firstRunId: told } = (await run.describe()).raw.workflowExecutionInfo ?? {};
  // Older servers don't tell the first.
  const firstRunId = told || (info.workflowExecution?.runId ?? '');
  await mkdir(dependencies.recordsFolder, { recursive: true, mode: 0o700 });
  const names = [runId, `${runId}.${firstRunId}`];
  const [usual = '', other = ''] = names.map((name) => fileIn(dependencies.recordsFolder, name));
  const path = (await isFree(usual, firstRunId)) ? usual : other;
  if (path === other) {
    if (!(await isFree(other, firstRunId))) {
      throw new Error(`${usual} and ${other} are there, and are not the record of this run`);
    }
    log.warn(`${usual} is not the record of this run ${runId}, and stays: its own is ${other}`);
  }
  const half = `${path}.${randomUUID()}.half`;
  const text = JSON.stringify({ firstRunId, record, journal }, null, 2);
  await writeFile(half, `${text}\n`, { mode: 0o600 });
  await rename(half, path);
  return { path };
}

function fileIn(folder: string, name: string): string {
  return join(folder, `${name.replace(/[^A-Za-z0-9._-]/g, '_')}.json`);
}

/** Whether nothing has the name but an earlier record of the same run. */
async function isFree(path: string, firstRunId: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
  try {
    return (JSON.parse(text) as { readonly firstRunId?: unknown }).firstRunId === firstRunId;
  } catch {
    return false;
  }
}
