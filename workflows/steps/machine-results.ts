import type { JobResult } from '../../plan/machine-policy.js';
import type { MachineRecord } from '../../plan/run-record.js';
import type { Drive } from '../drive.js';
import type { FollowEnd } from '../follow-end.js';

/** A session's result in the plan's words; an unknown one was refused when it was decoded. */
export function jobResult(result: string | null): JobResult {
  switch (result) {
    case 'Success':
      return 'succeeded';
    case 'Warning':
      return 'warning';
    case 'Failed':
      return 'failed';
    default:
      return null;
  }
}

/** Past the limit: finished machines keep their results, the others are unknown. */
export function openMachines(
  end: FollowEnd,
  drive: Drive,
  attempts: number,
): readonly MachineRecord[] {
  const seen = new Map(end.machines.map((machine) => [machine.name, machine]));
  const names = seen.size > 0 ? [...seen.keys()] : drive.target.machines;
  return names.map((name) => {
    const machine = seen.get(name);
    if (machine !== undefined && machine.result !== 'running') return { ...machine, attempts };
    return {
      name,
      result: 'unknown',
      message: 'not over within the time limit',
      restorePoint: machine?.restorePoint ?? null,
      restorePointTime: machine?.restorePointTime ?? null,
      startedAt: machine?.startedAt ?? null,
      endedAt: null,
      attempts,
    };
  });
}

/** How many machines ended how. */
export function counts(machines: readonly MachineRecord[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { result } of machines) found[result] = (found[result] ?? 0) + 1;
  return found;
}
