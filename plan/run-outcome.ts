import type { RunOutcome, StepStatus } from './outcome.js';

/** What a step comes to for the run. */
export interface EndedStep {
  readonly status: StepStatus;
  /** A message that could not be delivered never changes how the run ended. */
  readonly isMessage: boolean;
  readonly skippedByPerson: boolean;
  /** Skipped because what it needs did not succeed. */
  readonly isBlocked: boolean;
}

export interface OutcomeFacts {
  readonly isRefused: boolean;
  readonly isAborted: boolean;
  /** What stopped the run before its end; null: nothing did. */
  readonly stop: 'failed' | 'aborted' | 'unknown' | null;
  readonly steps: readonly EndedStep[];
}

/** The outcome of a run: the worst that is true. Nothing is ever counted better than it was. */
export function runOutcome({ isRefused, isAborted, stop, steps }: OutcomeFacts): RunOutcome {
  if (isRefused) return isAborted ? 'aborted' : 'refused';
  if (stop !== null) return stop;
  const statuses = steps.map(({ status }) => status);
  if (statuses.includes('unknown')) return 'unknown';
  if (statuses.includes('failed') || statuses.includes('cancelled')) return 'failed';
  const isDegraded = steps.some(
    ({ status, isMessage, skippedByPerson, isBlocked }) =>
      status === 'degraded' || (status === 'ignored' && !isMessage) || skippedByPerson || isBlocked,
  );
  return isDegraded ? 'degraded' : 'succeeded';
}
