import type { RunRecord } from '../plan/run-record.js';
import { JOURNAL_QUERY } from '../plan/steering.js';
import { toEntries, type ReportInput } from '../report/report-input.js';
import { ANSWER_LIMIT_MS, isNoAnswer } from './temporal/query-record.js';
import { readRunInput } from './temporal/run-input.js';
import type { TemporalSession } from './temporal/temporal-session.js';

/** What the report of a run is made of, beside its record: its journal and its plan. */
export async function readReport(
  session: TemporalSession,
  record: RunRecord,
  now: Date,
): Promise<ReportInput> {
  const { id } = record.run;
  const plan = (await readRunInput(session, id))?.plan ?? null;
  const journal = toEntries(await readJournal(session, id));
  return { record, journal, plan, now };
}

/** null: no worker answers. */
async function readJournal(session: TemporalSession, run: string): Promise<unknown> {
  try {
    return await session.client.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
      session.client.workflow.getHandle(run).query<unknown>(JOURNAL_QUERY),
    );
  } catch (error) {
    if (await isNoAnswer(error)) return null;
    throw error;
  }
}
