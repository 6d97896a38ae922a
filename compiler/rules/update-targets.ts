import { nameKind } from '../kind-name.js';
import type { RunbookRule } from '../rule.js';

/** Commands before and after a failover can be changed in the Service Provider Console only. */
export const checkUpdateTargets: RunbookRule = ({ steps, targets }, problems) => {
  const byId = new Map(targets.map((target) => [target.id, target]));
  for (const { action } of steps) {
    if (action?.verb !== 'update') continue;
    for (const { value: target, span } of action.targets) {
      const kind = byId.get(target)?.subject?.kind;
      if (kind === undefined || kind === 'spcFailoverPlan') continue;
      problems.add('no-update', span, { target, kind: nameKind(kind) });
    }
  }
};
