import type { RunbookRule } from '../rule.js';

/** A step's modes and the runbook's have one in common. */
export const checkStepModes: RunbookRule = ({ steps, always, modes }, problems) => {
  for (const step of [...steps, ...always]) {
    const own = step.modes;
    if (own === null || own.value.length === 0) continue;
    if (own.value.some((mode) => modes.value.includes(mode))) continue;
    problems.add('step-never-runs', own.span, {
      stepModes: own.value.join(', '),
      modes: modes.value.join(', '),
    });
  }
};
