import type { ModeRule } from '../rule.js';
import { rehearsalOf } from '../rehearsal.js';

/** An undo in a drill is wanted (`drill: run`), and has something to undo. */
export const checkDrillUndo: ModeRule = ({ mode, steps, targets }, problems) => {
  if (mode !== 'drill') return;
  for (const { action } of steps) {
    if (action.verb !== 'undo') continue;
    const idle = action.targets.flatMap(({ value, span }) => {
      const target = targets.get(value);
      const rehearsal = target === undefined ? 'skip' : rehearsalOf(target);
      return rehearsal === 'start-and-undo' ? [] : [{ value, span, rehearsal }];
    });
    for (const { value, span, rehearsal } of idle) {
      const how = rehearsal === 'test' ? 'only tested' : 'left out';
      problems.add('undo-of-rehearsal', span, { target: value, how });
    }
    if (idle.length === 0 && !action.inDrill) problems.add('undo-in-drill', action.verbSpan, {});
  }
};
