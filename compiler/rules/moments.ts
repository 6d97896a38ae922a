import { nameKind } from '../kind-name.js';
import type { RunbookRule } from '../rule.js';

/**
 * `at` and `latestConsistent` are for CDP replicas (CdpFailoverStartSpec): everything else goes back
 * to restore points that there are.
 */
export const checkMoments: RunbookRule = ({ steps, targets }, problems) => {
  const byId = new Map(targets.map((target) => [target.id, target]));
  for (const { action } of steps) {
    if (action?.verb !== 'failover' || action.restorePoint === null) continue;
    const { value, span } = action.restorePoint;
    if (value.kind !== 'at' && value.kind !== 'latestConsistent') continue;
    for (const { value: target } of action.targets) {
      const kind = byId.get(target)?.subject?.kind;
      if (kind === undefined || kind === 'cdpReplicas') continue;
      problems.add('only-for-cdp', span, { choice: value.kind, target, kind: nameKind(kind) });
    }
  }
};
