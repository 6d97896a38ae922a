import type { Plan, PlanStep } from '../plan/plan.js';

/** Scheduled, started, completed: the same however often it is tried again or heartbeats. */
const ACTIVITY = 3;
/** What a workflow does upon something's end: scheduled, started, completed. */
const WORKFLOW_TASK = 3;
/** Started and fired. */
const TIMER = 2;
/** Initiated, started, and completed or terminated. */
const CHILD = 3;

/** Start, admission, summary, an update or two of people, end. */
const RUN = 60;

const ONE_ACTIVITY = ACTIVITY + WORKFLOW_TASK;
const ONE_CHILD = CHILD + 2 * WORKFLOW_TASK;

/**
 * About how many events a run of the plan writes into its workflow's history, when nothing has to be
 * tried again. Polls write none: a following activity polls inside.
 */
export function estimateEvents(plan: Plan): number {
  const steps = [...plan.steps, ...plan.always];
  // Resolving a target, its hold, and its comparison or undo in the clean-up.
  const perTarget = 2 * ONE_ACTIVITY + ONE_CHILD;
  return (
    RUN + plan.targets.length * perTarget + steps.reduce((sum, step) => sum + eventsOf(step), 0)
  );
}

function eventsOf(step: PlanStep): number {
  switch (step.verb) {
    case 'readiness':
      return step.targets.length * ACTIVITY + WORKFLOW_TASK;
    case 'failover':
      // State, start, follow, and the mark that the target is failed over.
      return step.action === 'skip' ? WORKFLOW_TASK : 3 * ONE_ACTIVITY + ONE_CHILD;
    case 'undo':
      return 3 * ONE_ACTIVITY + ONE_CHILD;
    case 'check':
      return ONE_ACTIVITY;
    case 'wait':
      return TIMER + WORKFLOW_TASK;
    default:
      return assertNever(step);
  }
}

function assertNever(step: never): never {
  throw new Error(`Unknown step ${JSON.stringify(step)}`);
}
