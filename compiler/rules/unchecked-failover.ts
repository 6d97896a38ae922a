import type { StepAction } from '../action.js';
import { changesSomething } from '../action.js';
import type { ModeRule } from '../rule.js';

/** In a live run some check follows each failover: Veeam's word alone is no proof of service. */
export const checkUncheckedFailover: ModeRule = ({ mode, steps, always, isChild }, problems) => {
  if (mode !== 'live' || isChild || always.some(({ action }) => looks(action))) return;
  const followed = new Set<string>();
  for (const { step, action, needs } of [...steps].reverse()) {
    const leadsToCheck = looks(action) || followed.has(step.id);
    if (leadsToCheck) for (const need of needs) followed.add(need);
    if (action.verb === 'failover' && !leadsToCheck) {
      problems.add('failover-unchecked', action.verbSpan, {});
    }
  }
};

/** Another runbook is taken to hold its own checks; an expression asks no machine. */
function looks(action: StepAction): boolean {
  if (action.verb === 'check') return action.probe.kind !== 'expr';
  return action.verb === 'runbook' || (action.verb === 'http' && !changesSomething(action.request));
}
