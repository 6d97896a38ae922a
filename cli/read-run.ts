import type { RunRecord } from '../plan/run-record.js';
import type { Io } from './io.js';
import { readRecordByReplay } from './record-by-replay.js';
import type { Execution } from './temporal/execution.js';
import { queryRecord } from './temporal/query-record.js';
import { correctSummary } from './temporal/run-summary.js';
import type { TemporalSession } from './temporal/temporal-session.js';
import { partialRecord, type PartialRecord } from './temporal/partial-record.js';

/** `worker`: the whole record. `replay`: the same, made here. `temporal`: what Temporal knows. */
export type RunReading =
  | { readonly source: 'worker' | 'replay'; readonly record: RunRecord }
  | { readonly source: 'temporal'; readonly record: PartialRecord };

/** Reads a run as wholly as can be: from a worker, else by replay, else from Temporal alone. */
export async function readRun(
  session: TemporalSession,
  execution: Execution,
  io: Io,
): Promise<RunReading> {
  const answered = await queryRecord(session, execution.runId);
  if (answered !== null) {
    return { source: 'worker', record: withTemporalsWord(answered, execution) };
  }
  const replayed = execution.isOpen ? null : await replay(session, execution, io);
  if (replayed !== null) return { source: 'replay', record: replayed };
  return { source: 'temporal', record: partialRecord(execution) };
}

/** The record of a run that was terminated still says `running`: Temporal knows better. */
export function withTemporalsWord(record: RunRecord, execution: Execution): RunRecord {
  const run = correctSummary(record.run, {
    status: { name: execution.status },
    ...(execution.closedAt === null ? {} : { closeTime: new Date(execution.closedAt) }),
  });
  return { ...record, run };
}

async function replay(
  session: TemporalSession,
  execution: Execution,
  io: Io,
): Promise<RunRecord | null> {
  try {
    return await readRecordByReplay(session.client, execution.runId);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.stderr.write(`the run's history can't be replayed by this version: ${why}\n`);
    return null;
  }
}
