import type { FollowProgress } from '../../plan/progress.js';
import type { MachineRecord } from '../../plan/run-record.js';

/**
 * One progress for each step: several activities may follow machines of one step. Of one machine
 * the later of them tells, and of the words those that say that the server does not answer.
 */
export function progressByStep(progress: readonly FollowProgress[]): FollowProgress[] {
  const found = new Map<string, FollowProgress>();
  for (const seen of progress) {
    const earlier = found.get(seen.step);
    found.set(seen.step, earlier === undefined ? seen : joined(earlier, seen));
  }
  return [...found.values()];
}

function joined(earlier: FollowProgress, later: FollowProgress): FollowProgress {
  const machines = new Map<string, MachineRecord>();
  for (const machine of [...earlier.machines, ...later.machines]) {
    machines.set(machine.name, machine);
  }
  return {
    step: earlier.step,
    machines: [...machines.values()],
    unreachableSince: earlier.unreachableSince ?? later.unreachableSince,
    message: later.message === '' ? earlier.message : later.message,
  };
}
