import type { NotifyStep } from '../../plan/plan.js';
import { sendMessage } from '../announce.js';
import type { Run } from '../run.js';
import { stepIdOf, type StepState } from '../step-state.js';
import { evaluateText } from '../values.js';
import type { Verdict } from '../verdict.js';

/**
 * Tells somebody. The step is over when the message is on its way; one that could not be delivered
 * makes it `ignored`, later, and changes nothing else of the run.
 */
export function runNotify(run: Run, step: StepState, plan: NotifyStep): Verdict {
  const message = evaluateText(run, step, plan.message);
  const subject = plan.subject === null ? null : evaluateText(run, step, plan.subject);
  step.output['message'] = message;
  sendMessage(run, plan.channel, { step: stepIdOf(step), message, subject }, (problem) => {
    step.output['sent'] = problem === null;
    if (problem === null) return;
    step.error = { type: 'NotificationFailed', message: problem };
    step.status = 'ignored';
  });
  return { kind: 'done', outcome: 'succeeded' };
}
