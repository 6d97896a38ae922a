import { targetsOf } from '../action.js';
import type { Located } from '../document-node.js';
import { adviseName } from '../read/names.js';
import type { RunbookRule } from '../rule.js';
import type { RunbookStep } from '../runbook.js';

/** Steps name targets that exist. */
export const checkTargetNames: RunbookRule = ({ steps, always, targets }, problems) => {
  const ids = targets.map(({ id }) => id);
  const known = new Set(ids);
  for (const { value, span } of [...steps, ...always].flatMap(namedTargets)) {
    if (known.has(value)) continue;
    const advice = adviseName(value, ids, 'targets');
    problems.add('unknown-target', span, { found: value, advice });
  }
};

/** The targets that a step names, with their places. */
export function namedTargets({ action }: RunbookStep): readonly Located<string>[] {
  return action === null ? [] : targetsOf(action);
}
