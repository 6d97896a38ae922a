import { isReplicaKind } from '../../plan/plan.js';
import { nameKind } from '../kind-name.js';
import type { RunbookRule } from '../rule.js';

/** `concurrency` and `machines.retry` are for replicas: a failover plan offers neither in these APIs. */
export const checkReplicaKeys: RunbookRule = ({ steps, targets }, problems) => {
  const byId = new Map(targets.map((target) => [target.id, target]));
  for (const { action } of steps) {
    if (action?.verb !== 'failover') continue;
    // Of several, it is enough that one of them takes the key.
    const [plan, ...others] = action.targets.flatMap(({ value }) => {
      const kind = byId.get(value)?.subject?.kind;
      return kind === undefined ? [] : [{ target: value, kind }];
    });
    if (plan === undefined || [plan, ...others].some(({ kind }) => isReplicaKind(kind))) continue;
    const params = { target: plan.target, kind: nameKind(plan.kind) };
    if (action.concurrencySpan !== null) {
      problems.add('only-for-replicas', action.concurrencySpan, {
        ...params,
        key: 'concurrency',
        why: 'a plan starts ten machines at a time by itself',
      });
    }
    if (action.retrySpan !== null) {
      problems.add('only-for-replicas', action.retrySpan, {
        ...params,
        key: 'retry',
        why: "a plan's machines can't be failed over one by one in these APIs; on a failure a person can retry the step",
      });
    }
  }
};
