import type { ModeRule } from '../rule.js';

/** Each target can be rehearsed as the runbook says, and a rehearsal that is real is pointed out. */
export const checkRehearsals: ModeRule = ({ runbook, mode }, problems) => {
  if (mode !== 'drill') return;
  for (const { id, kind, rehearse } of runbook.targets) {
    if (rehearse === null) {
      if (kind.value === 'failoverPlan')
        problems.add('rehearse-required', kind.span, { target: id });
    } else if (rehearse.value === 'start-and-undo') {
      problems.add('really-fails-over', rehearse.span, { target: id });
    }
  }
};
