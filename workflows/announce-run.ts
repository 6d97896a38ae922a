import { patched } from '@temporalio/workflow';
import { announce, announceOnce } from './announce.js';
import { isGood } from './record.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';

/** The words for a run that begins. */
export function startWords(run: Run): string {
  const { startedBy, reason } = run.input;
  return `started by ${startedBy.name}${reason === '' ? '' : `: ${reason}`}`;
}

/** The first step that ends less than well while the run goes on. */
export function announceDegraded(run: Run, step: StepState): void {
  const isLess = step.status === 'degraded' || step.status === 'ignored' || step.skippedByPerson;
  if (!isLess || step.item !== null || run.phase !== 'steps' || run.stop !== null) return;
  const why = step.error === null ? '' : `: ${step.error.message}`;
  announceOnce(run, 'degraded', {
    step: step.plan.id,
    message: `step ${step.plan.id} is ${step.status}${why}; the run goes on`,
  });
}

/** The run will not end well: told when it is known, and not only at its end. */
export function announceFailure(run: Run): void {
  if (run.stop === null) return;
  announceOnce(run, 'failed', { step: null, message: run.stop.message });
}

/** The end, with the head of the journal: a copy of the proof outside Temporal. */
export function announceEnd(run: Run): void {
  const cleanup = isCleanUpTold(run) ? `, clean-up: ${run.cleanup.verdict}` : '';
  const message = `${run.outcome ?? 'unknown'}${run.message === null ? '' : `: ${run.message}`}${cleanup}`;
  if (!isGood(run)) announceOnce(run, 'failed', { step: null, message });
  const { head, entries } = run.journal;
  announce(run, 'ended', { step: null, message, chain: { head, length: entries.length } });
}

/** A drill's always; a live run's when it was undone and something is left of it. */
function isCleanUpTold(run: Run): boolean {
  if (run.isDrill) return true;
  return run.cleanup.verdict === 'leftovers' && patched('live-leftovers-are-told');
}
