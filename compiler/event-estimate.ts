import { MACHINES_PER_GROUP, replicaNames } from '../plan/plan.js';
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

/** State, undo, follow, and the mark that is taken away. */
const UNDO = 3 * ONE_ACTIVITY + ONE_CHILD;

/** A replica's share of what its group does together: following them, and the workflow tasks. */
const SHARED = 4;

/**
 * About how many events a run of the plan writes into its workflow's history, when nothing has to be
 * tried again. Polls write none: a following activity polls inside. Replicas are driven by children,
 * in groups; of them only what the run itself writes counts here.
 */
export function estimateEvents(plan: Plan): number {
  const steps = [...plan.steps, ...plan.always];
  // Resolving a target, its hold, and its comparison in the clean-up, which waits for the server.
  const perTarget = 2 * ONE_ACTIVITY + ONE_CHILD + TIMER + WORKFLOW_TASK;
  const sizes = new Map(
    plan.targets.map((target) => [target.id, replicaNames(target)?.length ?? 0]),
  );
  return (
    RUN +
    plan.targets.length * perTarget +
    steps.reduce((sum, step) => sum + eventsOf(step, sizes), 0)
  );
}

/** About how many events the child workflow of a group of replicas writes into its own history. */
export function estimateGroupEvents(machines: number): number {
  // Start and end; its restore points and its baseline; then one mutation for each machine.
  return 2 * WORKFLOW_TASK + 2 * ONE_ACTIVITY + machines * (ACTIVITY + SHARED);
}

function eventsOf(step: PlanStep, sizes: ReadonlyMap<string, number>): number {
  switch (step.verb) {
    case 'readiness':
      return step.targets.length * ACTIVITY + WORKFLOW_TASK;
    case 'failover':
      if (step.action === 'skip') return WORKFLOW_TASK;
      return (
        failoverEvents(sizes.get(step.target) ?? 0) +
        // What a drill starts it also undoes.
        (step.action === 'start-and-undo' ? UNDO : 0)
      );
    case 'update':
      // The old values, the change, and the look at what became of it.
      return 3 * ONE_ACTIVITY;
    case 'undo':
      return UNDO;
    case 'check':
      return ONE_ACTIVITY;
    case 'wait':
      return TIMER + WORKFLOW_TASK;
    default:
      return assertNever(step);
  }
}

function failoverEvents(replicas: number): number {
  // State, start, follow, and the mark that the target is failed over.
  if (replicas === 0) return 3 * ONE_ACTIVITY + ONE_CHILD;
  const groups = Math.ceil(replicas / MACHINES_PER_GROUP);
  return ONE_ACTIVITY + ONE_CHILD + groups * ONE_CHILD;
}

function assertNever(step: never): never {
  throw new Error(`Unknown step ${JSON.stringify(step)}`);
}
