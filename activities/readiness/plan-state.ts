import type { ReadinessFinding, ReadinessInput } from '../check-contract.js';
import type { TargetReading } from '../contract.js';
import { finding, someOf } from './finding.js';

type Facts = Omit<TargetReading, 'calls'>;

/** Whether a plan has machines, is free, and stands where it is expected to. */
export function planState(input: ReadinessInput, facts: Facts): readonly ReadinessFinding[] {
  return [machines(input), running(input, facts), state(input, facts)];
}

function machines({ target }: ReadinessInput): ReadinessFinding {
  const count = target.machines.length;
  return count > 0
    ? finding(target.target, 'ok', `"${target.name}" has ${count} machines`)
    : finding(
        target.target,
        'blocker',
        `"${target.name}" lists no machine`,
        'add machines to the plan in Veeam, or wait until the server has collected them',
      );
}

function running({ target }: ReadinessInput, facts: Facts): ReadinessFinding {
  switch (facts.isRunning) {
    case null:
      return finding(target.target, 'not-provable', 'whether a job of the plan runs is not told');
    case false:
      return finding(target.target, 'ok', 'no job of the plan runs');
    case true:
      return finding(
        target.target,
        'blocker',
        `a job of the plan runs (session ${facts.newestSession?.id ?? 'unknown'})`,
        'wait until it is over',
      );
  }
}

function state({ target, expect }: ReadinessInput, facts: Facts): ReadinessFinding {
  const { mark, failedOver } = facts;
  const names = someOf(failedOver ?? []);
  if (expect === 'failed-over') {
    if (mark !== null || (failedOver !== null && failedOver.length > 0)) {
      return finding(target.target, 'ok', `failed over (${mark?.runId ?? names})`);
    }
    return failedOver === null
      ? finding(target.target, 'not-provable', 'whether it is failed over is not told')
      : finding(target.target, 'blocker', 'it is not failed over', 'there is nothing to undo');
  }
  if (mark !== null) {
    const what = `failed over since ${mark.since} by run ${mark.runId}`;
    return finding(target.target, 'blocker', what, 'undo that run, or release the target');
  }
  if (failedOver === null) {
    const what = 'whether it is failed over is not told; no run of ours has it marked';
    return finding(target.target, 'not-provable', what);
  }
  if (failedOver.length === 0) return finding(target.target, 'ok', 'no machine is failed over');
  const isWhole = failedOver.length >= target.machines.length;
  return finding(
    target.target,
    isWhole ? 'blocker' : 'warning',
    `${failedOver.length} of ${target.machines.length} machines are failed over: ${names}`,
    'undo the failover in Veeam first',
  );
}
