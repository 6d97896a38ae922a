import type { ModeRule } from '../rule.js';
import { rehearsalOf } from '../rehearsal.js';

interface Tested {
  readonly step: string;
  readonly target: string;
}

/**
 * In a drill no check stands behind a failover that is only tested: a test stops its machines by
 * itself. What counts is the nearest failover before the check along `needs`, not one behind it.
 */
export const checkDrillChecks: ModeRule = ({ mode, steps, targets }, problems) => {
  if (mode !== 'drill') return;
  // What a step leaves for those that need it: a tested failover that is the nearest, if any.
  const leaves = new Map<string, Tested | null>();
  for (const { step, action, needs } of steps) {
    const before = needs.map((need) => leaves.get(need) ?? null).find((tested) => tested !== null);
    if (action.verb === 'failover') {
      const tested = action.targets
        .flatMap(({ value }) => targets.get(value) ?? [])
        .find((target) => rehearsalOf(target) === 'test');
      leaves.set(step.id, tested === undefined ? null : { step: step.id, target: tested.id });
      continue;
    }
    leaves.set(step.id, before ?? null);
    // An expression asks no machine.
    const looks = action.verb === 'check' && action.probe.kind !== 'expr';
    if (!looks || before === undefined) continue;
    problems.add('check-after-test', action.verbSpan, { step: before.step, target: before.target });
  }
};
