import type { ModeRule } from '../rule.js';

/** A runbook that another one runs compiles in the same mode, and may be run in it. */
export const checkChildren: ModeRule = ({ mode, steps, childModes, childPlan }, problems) => {
  for (const { action } of steps) {
    if (action.verb !== 'runbook' || action.child === null) continue;
    const { value: found, span } = action.file;
    const allowed = childModes(action.child.path);
    if (allowed === null) {
      problems.add('runbook-has-errors', span, { found });
    } else if (!allowed.includes(mode)) {
      const params = { mode, found, allowed: allowed.join(', ') };
      problems.add('runbook-not-in-mode', span, params);
    } else if (childPlan(action.child.path) === null) {
      problems.add('runbook-has-errors', span, { found });
    }
  }
};
