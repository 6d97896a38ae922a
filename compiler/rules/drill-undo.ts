import type { ModeRule } from '../rule.js';
import { rehearsalOf } from '../rule.js';

/** An undo in a drill is wanted (`drill: run`), and has something to undo. */
export const checkDrillUndo: ModeRule = ({ mode, steps, targets }, problems) => {
  if (mode !== 'drill') return;
  for (const { action } of steps) {
    if (action.verb !== 'undo') continue;
    const target = targets.get(action.target.value);
    const rehearsal = target === undefined ? 'skip' : rehearsalOf(target);
    if (rehearsal !== 'start-and-undo') {
      const how = rehearsal === 'test' ? 'only tested' : 'left out';
      problems.add('undo-of-rehearsal', action.target.span, { target: action.target.value, how });
    } else if (!action.inDrill) {
      problems.add('undo-in-drill', action.verbSpan, {});
    }
  }
};
