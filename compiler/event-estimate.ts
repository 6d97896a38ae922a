import { stepForItem } from '../plan/foreach.js';
import { MACHINES_PER_GROUP, replicaNames } from '../plan/plan.js';
import type { ApproveStep, Plan, PlanStep, PlanTarget } from '../plan/plan.js';

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

/** A person's command: accepted, completed, and what the workflow does upon it. */
const COMMAND = 2 + WORKFLOW_TASK;

/** Items of a `foreach` whose list is known only in the run. */
const UNKNOWN_ITEMS = 100;

const ONE_ACTIVITY = ACTIVITY + WORKFLOW_TASK;
const ONE_CHILD = CHILD + 2 * WORKFLOW_TASK;

/** State, undo, follow, and the mark that is taken away. */
const UNDO = 3 * ONE_ACTIVITY + ONE_CHILD;

/**
 * One start is an activity and the workflow's answer to its end; following is shared with those that
 * end together. Waves take 6 to 7 (test/workflows/replica-groups.test.ts), single ends up to twice that.
 */
const REPLICA = 8;

/** What is done once for all replicas that are driven together: points, the mark, tasks removed. */
const TOGETHER = 3 * ONE_ACTIVITY + ONE_CHILD;

/** Words between a run and a group about places that become free: they come in steps of a tenth. */
const MOST_REPORTS = 32;
const REPORT = 6;

/**
 * About how many events a run of the plan writes into its workflow's history, when nothing has to be
 * tried again. Polls write none: a following activity polls inside. Of replicas that are driven by
 * children, in groups, only what the run itself writes counts here.
 */
export function estimateEvents(plan: Plan): number {
  const steps = [...plan.steps, ...plan.always];
  // Resolving a target, its hold, and its comparison in the clean-up, which waits for the server.
  const perTarget = 2 * ONE_ACTIVITY + ONE_CHILD + TIMER + WORKFLOW_TASK;
  const sizes = new Map(
    plan.targets.map((target) => [target.id, replicaNames(target)?.length ?? 0]),
  );
  const driven = { replicas: 0 };
  return (
    RUN +
    plan.targets.length * perTarget +
    plan.targets.filter(hasSecondOpinion).length * 2 * ONE_ACTIVITY +
    steps.reduce((sum, step) => sum + eventsOfItems(step, sizes, driven), 0)
  );
}

/** The Console of `confirm` is followed too, after the start and after an undo. */
function hasSecondOpinion(target: PlanTarget): boolean {
  return target.kind === 'failoverPlan' && target.confirm !== null;
}

/** How many replicas the steps before have driven in the run's own workflow. */
interface Driven {
  replicas: number;
}

/** About how many events the child workflow of a group of replicas writes into its own history. */
export function estimateGroupEvents(machines: number): number {
  return 2 * WORKFLOW_TASK + TOGETHER + machines * REPLICA;
}

function eventsOfItems(step: PlanStep, sizes: ReadonlyMap<string, number>, driven: Driven): number {
  const items = step.foreach?.items;
  if (items === undefined) return eventsOf(step, sizes, driven);
  const count = items.kind === 'list' ? items.values.length : UNKNOWN_ITEMS;
  const single = (index: number) => eventsOf(stepForItem(step, index), sizes, driven);
  return Array.from({ length: count }, (_, index) => single(index)).reduce(
    (sum, events) => sum + events,
    WORKFLOW_TASK,
  );
}

function eventsOf(step: PlanStep, sizes: ReadonlyMap<string, number>, driven: Driven): number {
  switch (step.verb) {
    case 'readiness':
      return step.targets.length * ACTIVITY + WORKFLOW_TASK;
    case 'failover':
      if (step.action === 'skip') return WORKFLOW_TASK;
      return (
        failoverEvents(sizes.get(step.target) ?? 0, step.concurrency ?? 1, driven) +
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
    case 'approve':
      return TIMER + WORKFLOW_TASK + step.min * COMMAND + reminders(step) * (TIMER + ONE_ACTIVITY);
    case 'task':
      return TIMER + WORKFLOW_TASK + COMMAND;
    case 'wait':
      return TIMER + WORKFLOW_TASK;
    case 'http':
    case 'notify':
      return ONE_ACTIVITY;
    case 'runbook':
      // Its own events are in its own history.
      return ONE_CHILD;
    default:
      return assertNever(step);
  }
}

/** As many as fit into the time limit; without one nobody knows. */
function reminders({ remindEverySeconds, timeoutSeconds }: ApproveStep): number {
  if (remindEverySeconds === null) return 0;
  return timeoutSeconds === null ? 10 : Math.ceil(timeoutSeconds / remindEverySeconds);
}

function failoverEvents(replicas: number, concurrency: number, driven: Driven): number {
  // State, start, follow, and the mark that the target is failed over.
  if (replicas === 0) return 3 * ONE_ACTIVITY + ONE_CHILD;
  // Which of them are failed over already.
  const marks = ONE_ACTIVITY;
  // As the workflow does it: few in the run itself, more (or what comes on top) in groups.
  if (driven.replicas + replicas <= MACHINES_PER_GROUP) {
    driven.replicas += replicas;
    return marks + TOGETHER + replicas * REPLICA;
  }
  const groups = Math.ceil(replicas / MACHINES_PER_GROUP);
  const reports = Math.ceil(Math.min(concurrency, MOST_REPORTS) / 4) * REPORT;
  return marks + groups * (ONE_CHILD + reports);
}

function assertNever(step: never): never {
  throw new Error(`Unknown step ${JSON.stringify(step)}`);
}
