import type { RunbookRule } from '../rule.js';
import { nameStep } from '../step-name.js';

/** `onFailure: undo` undoes the step's own target: only a failover has one. */
export const checkOnFailure: RunbookRule = ({ steps }, problems) => {
  for (const { action, onFailure } of steps) {
    if (onFailure?.value !== 'undo' || action === null || action.verb === 'failover') continue;
    problems.add('undo-on-failure', onFailure.span, { what: nameStep(action.verb) });
  }
};
