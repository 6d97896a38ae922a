import { stepOfId } from '../../plan/foreach.js';
import type { RunSummary, StepRecord } from '../../plan/run-record.js';
import type { Execution } from './execution.js';
import type { PendingActivity } from './pending-activities.js';

/** What can be said of a run without a worker; `partial` marks it in JSON. */
export interface PartialRecord {
  readonly partial: true;
  readonly run: RunSummary;
  /** Only the steps that a running activity tells of. */
  readonly steps: readonly StepRecord[];
  readonly waitingFor: readonly [];
  readonly temporal: {
    readonly status: string;
    readonly pendingActivities: readonly PendingActivity[];
  };
}

/** What Temporal itself knows of a run. */
export function partialRecord(execution: Execution): PartialRecord {
  return {
    partial: true,
    run: execution.summary,
    steps: stepsOf(execution),
    waitingFor: [],
    temporal: { status: execution.status, pendingActivities: execution.pending },
  };
}

/** Several items of a step may be followed at a time. */
function stepsOf({ progress }: Execution): readonly StepRecord[] {
  const ids = [...new Set(progress.map(({ step }) => stepOfId(step)))];
  return ids.map((id) => ({
    id,
    verb: '',
    status: 'running',
    attempts: 1,
    startedAt: null,
    endedAt: null,
    error: null,
    output: {},
    machines: progress
      .filter(({ step }) => stepOfId(step) === id)
      .flatMap(({ machines }) => [...machines]),
  }));
}
