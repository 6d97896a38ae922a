import { stepOfId } from '../../plan/foreach.js';
import type { FollowProgress } from '../../plan/progress.js';
import type { MachineRecord, RunRecord, StepRecord } from '../../plan/run-record.js';

/**
 * The record with what the following activities see at this moment: the machines of steps that
 * still run come from the progress, everything else from the record.
 */
export function withProgress(record: RunRecord, progress: readonly FollowProgress[]): RunRecord {
  const byStep = new Map<string, readonly MachineRecord[]>();
  for (const { step, machines } of progress) {
    const id = stepOfId(step);
    byStep.set(id, [...(byStep.get(id) ?? []), ...machines]);
  }
  return { ...record, steps: record.steps.map((step) => merge(step, byStep.get(step.id) ?? [])) };
}

function merge(step: StepRecord, machines: readonly MachineRecord[]): StepRecord {
  if (step.endedAt !== null || machines.length === 0) return step;
  const seen = new Map(machines.map((machine) => [machine.name, machine]));
  const known = step.machines.map((machine) => {
    const newer = seen.get(machine.name);
    seen.delete(machine.name);
    return newer ?? machine;
  });
  return { ...step, machines: [...known, ...seen.values()] };
}
