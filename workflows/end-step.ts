import type { StepOutcome } from '../plan/outcome.js';
import { announceDegraded } from './announce-run.js';
import { now, type Run } from './run.js';
import type { StepState } from './step-state.js';

/** Ends a step, or one of its items, with an outcome and journals it. */
export function endStep(run: Run, step: StepState, outcome: StepOutcome): void {
  step.status = outcome;
  step.endedAt = now();
  run.log('step-ended', step.plan.id, {
    status: outcome,
    attempts: step.attempts,
    error: step.error === null ? null : { ...step.error },
  });
  announceDegraded(run, step);
}
