import { patched } from '@temporalio/workflow';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import type { FailoverStep } from '../../plan/plan.js';
import type { Run } from '../run.js';
import { hasEnded, withItems } from '../step-state.js';

/** The step or item that drives a machine; null: there is none. */
export type DriverOf = (replica: DrivenReplica) => string | null;

/**
 * Tells which other step or item of this run drives a machine, or has driven it: replicas have no undo,
 * so that a run starts each once. A machine is in one target of a run, so only those of the same target
 * are looked at. It tells of this moment: to be asked just before machines are queued, so that of two
 * that begin together one has them.
 */
export function otherDriver(run: Run, { id, target }: FailoverStep): DriverOf {
  const drivers = new Map<string, string>();
  for (const unit of withItems([...run.steps, ...run.always])) {
    const { plan } = unit;
    if (plan.verb !== 'failover' || plan.target !== target || plan.id === id) continue;
    for (const { state, machine } of run.replicas.get(plan.id) ?? []) {
      // What was left to be started when its step ended was never sent.
      const isFree = state === 'idle' || (state === 'queued' && hasEnded(unit));
      if (!isFree) drivers.set(machine.name, plan.id);
    }
  }
  return ({ machine }) => {
    const other = drivers.get(machine.name) ?? null;
    // Older versions started it all the same.
    return other !== null && patched('one-step-drives-a-machine') ? other : null;
  };
}

export function whyDrivenElsewhere(step: string): string {
  return `step ${step} of this run drives it, or has driven it: replicas have no undo, so a run starts each once`;
}
