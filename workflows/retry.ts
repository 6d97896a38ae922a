import { sleep } from '@temporalio/workflow';
import type { FailureRecord } from '../plan/run-record.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';
import { whileRunning } from './while-running.js';

/** Failures that would be the same at each further attempt, or that may have changed something. */
const FINAL = new Set([
  'BadValue',
  'BadItems',
  'NotSupported',
  'ActedOtherwise',
  'Rejected',
  'NotApproved',
]);

/**
 * The pause before a further attempt of what clearly failed (`retry`); false: there is none, for the
 * failure would be the same again, or the run has stopped.
 */
export async function pauseBeforeRetry(
  run: Run,
  step: StepState,
  error: FailureRecord,
): Promise<boolean> {
  const seconds = step.plan.retry?.everySeconds ?? 0;
  if (FINAL.has(error.type) || step.items !== null) return false;
  step.retriesLeft -= 1;
  run.log('retry', step.plan.id, { error: { ...error }, seconds, left: step.retriesLeft });
  const slept = await whileRunning(run, async () => {
    if (seconds > 0)
      await sleep(seconds * 1000, { summary: `${step.plan.id}: pause before retry` });
    return true;
  });
  return slept === true;
}
