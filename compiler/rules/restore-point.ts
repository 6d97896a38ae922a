import type { ModeRule } from '../rule.js';
import { actionOn } from '../rehearsal.js';

/** A test always takes the latest restore point (Enterprise Manager's test takes no point). */
export const checkRestorePoint: ModeRule = ({ mode, steps, targets }, problems) => {
  for (const { action } of steps) {
    if (action.verb !== 'failover' || action.restorePoint?.value.kind !== 'before') continue;
    const named = action.targets.flatMap(({ value }) => targets.get(value) ?? []);
    if (!named.some((target) => actionOn(target, mode) === 'test')) continue;
    problems.add('test-takes-latest', action.restorePoint.span, {});
  }
};
