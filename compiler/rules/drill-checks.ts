import type { ModeRule } from '../rule.js';
import { rehearsalOf } from '../rule.js';

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
      const target = targets.get(action.target.value);
      const isTested = target !== undefined && rehearsalOf(target) === 'test';
      leaves.set(step.id, isTested ? { step: step.id, target: target.id } : null);
      continue;
    }
    leaves.set(step.id, before ?? null);
    if (action.verb !== 'check' || before === undefined) continue;
    problems.add('check-after-test', action.verbSpan, { step: before.step, target: before.target });
  }
};
