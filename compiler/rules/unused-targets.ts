import type { RunbookRule } from '../rule.js';
import { namedTargets } from './target-names.js';

const ACTING = new Set(['failover', 'undo', 'update']);

/**
 * Each target is named by some step. `readiness: all` names none, unless looking is all that the
 * runbook does.
 */
export const checkUnusedTargets: RunbookRule = ({ steps, always, targets }, problems) => {
  const all = [...steps, ...always];
  const acts = all.some(({ action }) => action !== null && ACTING.has(action.verb));
  const looks = all.some(({ action }) => action?.verb === 'readiness' && action.targets === 'all');
  if (looks && !acts) return;
  const used = new Set(all.flatMap(namedTargets).map(({ value }) => value));
  for (const { id, idSpan } of targets) {
    if (!used.has(id)) problems.add('unused-target', idSpan, { target: id });
  }
};
