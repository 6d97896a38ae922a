import type { RunbookRule } from '../rule.js';

/** `readiness: all` needs a target to look at. */
export const checkReadinessTargets: RunbookRule = ({ steps, always, targets }, problems) => {
  if (targets.length > 0) return;
  for (const { action } of [...steps, ...always]) {
    if (action?.verb !== 'readiness' || action.targets !== 'all') continue;
    const advice = 'Declare what is failed over under "targets", or remove this step.';
    problems.add('empty-value', action.verbSpan, { what: 'The list of targets', advice });
  }
};
