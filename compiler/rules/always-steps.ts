import type { RunbookRule } from '../rule.js';

/**
 * `always` runs after a drill's clean-up and never changes the outcome: so nothing is started, undone
 * or changed there, and there is nothing to decide on failure.
 */
export const checkAlwaysSteps: RunbookRule = ({ always }, problems) => {
  for (const { action, onFailure } of always) {
    if (action?.verb === 'failover' || action?.verb === 'undo') {
      problems.add('not-in-always', action.verbSpan, {
        what: `A step with "${action.verb}"`,
        advice:
          "Always steps run after a drill's clean-up: nothing would undo it. Move it to steps.",
      });
    }
    if (action?.verb === 'update') {
      problems.add('not-in-always', action.verbSpan, {
        what: 'A step with "update"',
        advice:
          'Always steps wait for nobody, and an update whose answer is lost needs a person. Move it to steps.',
      });
    }
    if (onFailure !== null && onFailure.value !== 'continue') {
      problems.add('not-in-always', onFailure.span, {
        what: `"onFailure: ${onFailure.value}"`,
        advice: 'Always steps never change the outcome: leave onFailure out.',
      });
    }
  }
};
