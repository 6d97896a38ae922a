import { z } from 'zod';

import { parseDuration } from '../scenario/duration.js';
import { fateSchema } from '../scenario/scalars.js';
import type { Machine, Plan } from '../world/model.js';
import type { World } from '../world/world.js';

import { ControlProblem } from './control-problem.js';

/** What can be changed of a machine while the simulator runs. */
export const machineChangeSchema = z.strictObject({
  /** How its next failover or test ends; ends one that hangs. */
  result: fateSchema.optional(),
  takes: z
    .string()
    .refine((text) => (parseDuration(text) ?? -1) >= 0, 'is no duration like 40s')
    .optional(),
  /** As somebody at the console would: only while its plan does not run. */
  state: z.enum(['ready', 'failover']).optional(),
  production: z.enum(['open', 'closed']).optional(),
});

export type MachineChange = z.output<typeof machineChangeSchema>;

/**
 * Changes a machine, found by its plan's id or name and its own. Throws ControlProblem when there
 * is none or more than one, or when a state is set while the plan runs.
 */
export function changeMachine(
  world: World,
  plan: string,
  name: string,
  change: MachineChange,
): void {
  const found = findPlan(world, plan);
  const machine = found.machines.find((candidate) => candidate.name === name);
  if (machine === undefined) {
    const known = found.machines.slice(0, 20).map((candidate) => candidate.name);
    throw new ControlProblem(
      404,
      `Plan "${found.name}" has no machine "${name}"; it has ${known.join(', ')}`,
    );
  }
  if (change.state !== undefined && world.isRunning(found)) {
    throw new ControlProblem(
      409,
      `Plan "${found.name}" is running: a state can be set when it is at rest`,
    );
  }
  applyChange(world, machine, change);
}

/**
 * Changes a single replica's machine, found by its name or id. Throws ControlProblem when there is
 * none or more than one, or when a state is set while it is worked on.
 */
export function changeReplica(world: World, wanted: string, change: MachineChange): void {
  const found = world.replicas.filter(
    ({ machine }) => machine.name === wanted || machine.id === wanted,
  );
  const [replica] = found;
  if (replica === undefined) {
    const known = world.replicas.slice(0, 20).map(({ machine }) => machine.name);
    throw new ControlProblem(404, `There is no replica "${wanted}"; there are ${known.join(', ')}`);
  }
  if (found.length > 1) {
    const ids = found.map(({ kind, machine }) => `${kind} ${machine.id}`).join(', ');
    throw new ControlProblem(409, `Several replicas are called "${wanted}"; use an id: ${ids}`);
  }
  if (change.state !== undefined && world.replicaRuns.isRunning(replica)) {
    throw new ControlProblem(409, `Replica "${wanted}" is being failed over: wait for its end`);
  }
  applyChange(world, replica.machine, change);
}

function applyChange(world: World, machine: Machine, change: MachineChange): void {
  if (change.takes !== undefined) machine.takesMs = parseDuration(change.takes) ?? machine.takesMs;
  if (change.state !== undefined) world.setState(machine, change.state);
  if (change.production === 'open') world.services.openProduction(machine);
  if (change.production === 'closed') world.services.shutProduction(machine);
  if (change.result !== undefined) world.setFate(machine, change.result);
}

function findPlan(world: World, wanted: string): Plan {
  const found = world.plans.filter((plan) => plan.id === wanted || plan.name === wanted);
  const [plan] = found;
  if (plan === undefined) {
    const known = world.plans.map((candidate) => candidate.name).join(', ');
    throw new ControlProblem(404, `There is no plan "${wanted}"; there are ${known}`);
  }
  if (found.length > 1) {
    const ids = found.map((candidate) => `${candidate.kind} ${candidate.id}`).join(', ');
    throw new ControlProblem(409, `Several plans are called "${wanted}"; use an id: ${ids}`);
  }
  return plan;
}
