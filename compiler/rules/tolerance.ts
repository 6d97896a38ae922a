import { replicaNames } from '../../plan/plan.js';
import type { Tolerance } from '../../plan/plan.js';
import type { FailoverAction } from '../action.js';
import type { RunbookRule } from '../rule.js';
import type { RunbookTarget } from '../runbook.js';

/** A tolerance of everything is no policy: of machines, and of the items of `foreach`. */
export const checkTolerance: RunbookRule = ({ steps, always, targets }, problems) => {
  const byId = new Map(targets.map((target) => [target.id, target]));
  for (const { action, foreach } of [...steps, ...always]) {
    const items = foreach?.foreach.items;
    const count = items?.kind === 'list' ? items.values.length : null;
    if (foreach?.tolerateSpan && toleratesAll(foreach.foreach.tolerate, count)) {
      problems.add('tolerates-all', foreach.tolerateSpan, { what: 'item' });
    }
    if (action?.verb !== 'failover' || action.tolerateSpan === null) continue;
    const all = action.targets.some(({ value }) => {
      return toleratesAll(action.machines.tolerate, othersOf(action, byId.get(value)));
    });
    if (all) problems.add('tolerates-all', action.tolerateSpan, { what: 'non-critical machine' });
  }
};

function toleratesAll(tolerate: Tolerance, count: number | null): boolean {
  if (tolerate.kind === 'percent') return tolerate.value >= 100;
  return count !== null && count > 0 && tolerate.value >= count;
}

/** The machines that are not critical; null: how many a plan has shows in the run. */
function othersOf({ critical }: FailoverAction, target?: RunbookTarget): number | null {
  const subject = target?.subject ?? null;
  const names = subject === null ? null : replicaNames(subject);
  return names === null ? null : names.length - critical.length;
}
