import type { RunbookRule } from '../rule.js';

/** Enterprise Manager has `?action=test` for cloud failover plans only (13.0 REST reference). */
export const checkNoTest: RunbookRule = ({ targets }, problems) => {
  for (const { id, kind, rehearse } of targets) {
    if (kind.value !== 'failoverPlan' || rehearse?.value !== 'test') continue;
    problems.add('no-test', rehearse.span, { target: id });
  }
};
