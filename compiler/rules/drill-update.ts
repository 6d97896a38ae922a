import type { ModeRule } from '../rule.js';

/** An update in a drill is wanted (`drill: run`): it outlives the drill, as no clean-up takes it back. */
export const checkDrillUpdate: ModeRule = ({ mode, steps }, problems) => {
  if (mode !== 'drill') return;
  for (const { action } of steps) {
    if (action.verb !== 'update' || action.inDrill) continue;
    problems.add('update-in-drill', action.verbSpan, {});
  }
};
