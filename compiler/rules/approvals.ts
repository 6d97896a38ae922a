import type { RunbookRule } from '../rule.js';

/** An approval that may wait for ever, and one that silence gives. */
export const checkApprovals: RunbookRule = ({ steps }, problems) => {
  for (const { action } of steps) {
    if (action?.verb !== 'approve') continue;
    if (action.timeoutSeconds === null) {
      problems.add('approval-without-limit', action.verbSpan, {});
    }
    if (action.onTimeout?.value === 'continue') {
      problems.add('approval-may-lapse', action.onTimeout.span, {});
    }
  }
};
