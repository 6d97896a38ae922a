import type { RunRecord } from '../../plan/run-record.js';
import { RECORD_QUERY } from '../../plan/steering.js';
import type { TemporalSession } from './temporal-session.js';

/** How long a worker may take to answer before it counts as not there. */
export const ANSWER_LIMIT_MS = 10_000;

/**
 * Asks a worker for the whole record of a run. Null when no worker answers within the limit
 * (milliseconds), or when the run has not begun; other errors of Temporal are thrown.
 */
export async function queryRecord(
  session: TemporalSession,
  runId: string,
  limitMs: number = ANSWER_LIMIT_MS,
): Promise<RunRecord | null> {
  const handle = session.client.workflow.getHandle(runId);
  try {
    return await session.client.withDeadline(Date.now() + limitMs, () =>
      handle.query<RunRecord>(RECORD_QUERY),
    );
  } catch (error) {
    if (await isNoAnswer(error)) return null;
    throw error;
  }
}

/** Whether an error of a query or an update means: no worker took it. */
export async function isNoAnswer(error: unknown): Promise<boolean> {
  const { isGrpcDeadlineError, isGrpcServiceError } = await import('@temporalio/client');
  if (isGrpcDeadlineError(error)) return true;
  for (let next = error; next instanceof Error; next = next.cause) {
    // FAILED_PRECONDITION: "no poller seen for task queue recently".
    if (isGrpcServiceError(next) && NO_WORKER_CODES.has(next.code)) return true;
  }
  return false;
}

// CANCELLED is how a call that its own deadline ends sometimes looks (tried on server 1.29).
const CANCELLED = 1;
const FAILED_PRECONDITION = 9;
const NO_WORKER_CODES: ReadonlySet<number> = new Set([CANCELLED, FAILED_PRECONDITION]);
