import type { Switches } from '../scenario/switches.js';

import type { Job, Machine, Plan, PlanAction } from './model.js';
import type { World } from './world.js';

/** What came of a request to act on a plan. */
export type Decision =
  | { readonly kind: 'accepted'; readonly job: Job | null }
  /** A task is made, and fails. */
  | { readonly kind: 'taskFailed'; readonly message: string }
  | { readonly kind: 'http400'; readonly message: string };

/** What decides whether a request is taken; each server has rules of its own. */
export type ActionRules = Pick<
  Switches,
  'startWhileRunning' | 'startWhenFailedOver' | 'undoWhenReady' | 'undoWhileRunning'
>;

/**
 * Starts, tests or undoes a plan, or refuses as the rules say. An accepted request
 * counts in the plan's `started`, `tested` or `undone`, also when every machine is skipped.
 */
export function decidePlanAction(
  world: World,
  plan: Plan,
  action: PlanAction,
  startDate: number | null,
  rules: ActionRules = world.scenario.switches,
): Decision {
  return action === 'undo'
    ? decideUndo(world, plan, rules)
    : decideStart(world, plan, action, startDate, rules);
}

function decideStart(
  world: World,
  plan: Plan,
  action: 'start' | 'test',
  startDate: number | null,
  { startWhileRunning, startWhenFailedOver }: ActionRules,
): Decision {
  if (world.isRunning(plan)) {
    const message = `Failover plan "${plan.name}" is running already.`;
    if (startWhileRunning !== 'accept') return { kind: startWhileRunning, message };
  } else if (plan.machines.some(isFailedOver) && startWhenFailedOver === 'taskFailed') {
    return { kind: 'taskFailed', message: `Failover plan "${plan.name}" is failed over already.` };
  }
  if (action === 'start') plan.started += 1;
  else plan.tested += 1;
  return { kind: 'accepted', job: world.startJob(plan, action, startDate) };
}

function decideUndo(
  world: World,
  plan: Plan,
  { undoWhileRunning, undoWhenReady }: ActionRules,
): Decision {
  if (world.isRunning(plan)) {
    if (undoWhileRunning === 'taskFailed') {
      return { kind: 'taskFailed', message: `Failover plan "${plan.name}" is running.` };
    }
    world.stopJobs(plan);
  }
  const machines = undoable(world, plan);
  if (machines.length === 0 && undoWhenReady === 'taskFailed') {
    return { kind: 'taskFailed', message: `Failover plan "${plan.name}" has nothing to undo.` };
  }
  plan.undone += 1;
  return { kind: 'accepted', job: machines.length === 0 ? null : world.undoJob(plan, machines) };
}

/** A cloud undo acts on the machines of the plan's last session [vendor's user guide]. */
function undoable(world: World, plan: Plan): readonly Machine[] {
  const failedOver = plan.machines.filter(isFailedOver);
  if (plan.kind === 'failoverPlan' || world.scenario.switches.cloudUndo === 'all')
    return failedOver;
  const last = new Set(plan.lastJob?.machines.map((entry) => entry.machine));
  return plan.lastJob === null ? failedOver : failedOver.filter((machine) => last.has(machine));
}

function isFailedOver(machine: Machine): boolean {
  return machine.state === 'failover';
}
