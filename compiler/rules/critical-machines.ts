import { replicaNames } from '../../plan/plan.js';
import type { RunbookRule } from '../rule.js';

/** More names than this are not read in an error. */
const SHOWN = 20;

/** Of replicas the names are known: those that are critical are among them. */
export const checkCriticalMachines: RunbookRule = ({ steps, targets }, problems) => {
  const byId = new Map(targets.map((target) => [target.id, target]));
  for (const { action } of steps) {
    if (action?.verb !== 'failover') continue;
    for (const { value: target } of action.targets) {
      const subject = byId.get(target)?.subject ?? null;
      const names = subject === null ? null : replicaNames(subject);
      // An empty list was reported.
      if (names === null || names.length === 0) continue;
      const known = new Set(names);
      for (const { value, span } of action.critical) {
        if (known.has(value)) continue;
        problems.add('unknown-machine', span, { found: value, target, known: shorten(names) });
      }
    }
  }
};

function shorten(names: readonly string[]): string {
  return `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', ...' : ''}`;
}
