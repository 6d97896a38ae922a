import type { ModeRule } from '../rule.js';
import { rehearsalOf } from '../rehearsal.js';

/**
 * A drill whose failovers are all left out rehearses nothing, and ends well all the same. Said once
 * for each target; a drill that exercises at least one of its targets is left in peace.
 */
export const checkNeverDrilled: ModeRule = ({ mode, steps, targets }, problems) => {
  if (mode !== 'drill') return;
  const driven = steps.flatMap(({ action }) =>
    action.verb === 'failover'
      ? action.targets.flatMap(({ value }) => targets.get(value) ?? [])
      : [],
  );
  if (driven.some((target) => rehearsalOf(target) !== 'skip')) return;
  for (const { id, rehearse } of new Set(driven)) {
    if (rehearse !== null) problems.add('never-drilled', rehearse.span, { target: id });
  }
};
