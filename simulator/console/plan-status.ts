import type { ConsoleSwitches } from '../scenario/console-switches.js';
import { failedOverPoint } from '../world/machine-state.js';
import type { Job, Plan } from '../world/model.js';

export type PlanStatus =
  'Ready' | 'InProgress' | 'InUndoProgress' | 'Completed' | 'Success' | 'Failed' | 'UndoFailed';

/** A plan's jobs that had begun at a moment, oldest first, and that moment. */
export interface PlanHistory {
  readonly plan: Plan;
  readonly jobs: readonly Job[];
  readonly at: number;
}

/** A plan's status as it was at a moment. */
export function planStatus(history: PlanHistory, switches: ConsoleSwitches): PlanStatus {
  const { plan, jobs, at } = history;
  const job = jobs.at(-1);
  const isUp = plan.machines.some((machine) => failedOverPoint(machine, at) !== null);
  const resting = isUp ? switches.finishedStatus : 'Ready';
  if (job === undefined) return resting;
  if (!hasEnded(job, at)) return job.action === 'undo' ? 'InUndoProgress' : 'InProgress';
  switch (job.action) {
    case 'undo':
      return job.result === 'Success' ? resting : 'UndoFailed';
    case 'test':
      if (isUp || switches.testStatus === 'Ready') return resting;
      return job.result === 'Failed' ? 'Failed' : switches.finishedStatus;
    case 'start':
      if (job.result !== 'Failed') return resting;
      return switches.completedHidesFailures ? switches.finishedStatus : 'Failed';
  }
}

export function hasEnded(job: Job, at: number): boolean {
  return job.endedAt !== null && job.endedAt <= at;
}
