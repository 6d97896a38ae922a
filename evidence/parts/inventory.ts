import type { TreeHistory } from '../tree.js';
import { activitiesOf, type RecordedActivity, withoutCalls } from './activities.js';

/** Activities that say how a target stands, and those that change it. */
const READINGS = new Set(['readTarget', 'readReplicas', 'readCommands', 'confirmUndone']);
const MUTATIONS = new Set(['sendMutation', 'sendUpdate', 'startReplica']);

/** How the targets stood, reading by reading: before the first mutation of each, and after. */
export function inventoryOf(histories: readonly TreeHistory[]): readonly object[] {
  return histories.flatMap((workflow) => {
    const activities = activitiesOf(workflow);
    const firstMutation = new Map<string, number>();
    for (const one of activities) {
      const target = targetOf(one);
      if (!MUTATIONS.has(one.type) || firstMutation.has(target)) continue;
      firstMutation.set(target, one.scheduledEvent);
    }
    return activities.flatMap((one) => {
      if (!READINGS.has(one.type) || typeof one.result !== 'object' || one.result === null)
        return [];
      const { workflowId, activityId, type, endedAt, scheduledEvent } = one;
      const target = targetOf(one);
      const isBefore = scheduledEvent < (firstMutation.get(target) ?? Infinity);
      const when = isBefore ? 'before' : 'after';
      return [
        {
          workflowId,
          activityId,
          type,
          target,
          when,
          readAt: endedAt,
          reading: withoutCalls(one.result),
        },
      ];
    });
  });
}

/** The id of a plan, or the connection of replicas. */
function targetOf({ input }: RecordedActivity): string {
  const { target, connection } = (input ?? {}) as {
    readonly target?: { readonly planId?: unknown };
    readonly connection?: unknown;
  };
  if (typeof target?.planId === 'string') return target.planId;
  return typeof connection === 'string' ? connection : '';
}
