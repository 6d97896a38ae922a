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
  if (action === null) return [];
  switch (action.verb) {
    case 'failover':
    case 'undo':
    case 'update':
      return [action.target];
    case 'readiness':
      return action.targets === 'all' ? [] : action.targets;
    case 'check':
    case 'wait':
      return [];
    default:
      return assertNever(action);
  }
}

function assertNever(action: never): never {
  throw new Error(`Unknown verb ${JSON.stringify(action)}`);
}
