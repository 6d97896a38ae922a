import type { Verb } from '../../plan/plan.js';
import type { RunbookRule } from '../rule.js';

/** Verbs that may have to wait for a person. */
const WAITS: Partial<Record<Verb, string>> = {
  update: 'an update whose answer is lost needs a person',
  approve: 'an approval is given by a person',
  task: 'a task is done by a person',
  runbook: 'another runbook may need a person',
};

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
    const why = action === null ? undefined : WAITS[action.verb];
    if (action !== null && why !== undefined) {
      problems.add('not-in-always', action.verbSpan, {
        what: `A step with "${action.verb}"`,
        advice: `Always steps wait for nobody, and ${why}. Move it to steps.`,
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
