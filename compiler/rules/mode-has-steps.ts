import type { ModeRule } from '../rule.js';

/** A mode that is compiled has something to do. */
export const checkModeHasSteps: ModeRule = ({ runbook, mode, steps }, problems) => {
  if (steps.length === 0) problems.add('no-steps-in-mode', runbook.stepsSpan, { mode });
};
