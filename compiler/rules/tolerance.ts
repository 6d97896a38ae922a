import { replicaNames } from '../../plan/plan.js';
import type { RunbookRule } from '../rule.js';
import type { FailoverAction, RunbookTarget } from '../runbook.js';

/** A tolerance of everything is no policy. */
export const checkTolerance: RunbookRule = ({ steps, targets }, problems) => {
  const byId = new Map(targets.map((target) => [target.id, target]));
  for (const { action } of steps) {
    if (action?.verb !== 'failover' || action.tolerateSpan === null) continue;
    if (!toleratesAll(action, byId.get(action.target.value))) continue;
    problems.add('tolerates-all', action.tolerateSpan, {});
  }
};

/** A number can be held against replicas only: how many machines a plan has shows in the run. */
function toleratesAll({ machines, critical }: FailoverAction, target?: RunbookTarget): boolean {
  const { tolerate } = machines;
  if (tolerate.kind === 'percent') return tolerate.value >= 100;
  const subject = target?.subject ?? null;
  const names = subject === null ? null : replicaNames(subject);
  if (names === null) return false;
  const others = names.length - critical.length;
  return others > 0 && tolerate.value >= others;
}
