import type { RunbookRule } from '../rule.js';

/** A tolerance of everything is no policy. */
export const checkTolerance: RunbookRule = ({ steps }, problems) => {
  for (const { action } of steps) {
    if (action?.verb !== 'failover' || action.tolerateSpan === null) continue;
    const { tolerate } = action.machines;
    if (tolerate.kind !== 'percent' || tolerate.value < 100) continue;
    problems.add('tolerates-all', action.tolerateSpan, {});
  }
};
