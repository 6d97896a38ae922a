import type { ModeRule } from '../rule.js';

/** In a live run some check follows each failover: Veeam's word alone is no proof of service. */
export const checkUncheckedFailover: ModeRule = ({ mode, steps, always }, problems) => {
  if (mode !== 'live' || always.some(({ action }) => action.verb === 'check')) return;
  const followed = new Set<string>();
  for (const { step, action, needs } of [...steps].reverse()) {
    const leadsToCheck = action.verb === 'check' || followed.has(step.id);
    if (leadsToCheck) for (const need of needs) followed.add(need);
    if (action.verb === 'failover' && !leadsToCheck) {
      problems.add('failover-unchecked', action.verbSpan, {});
    }
  }
};
