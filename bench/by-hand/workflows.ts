/**
 * The same work as somebody would write it by hand in Temporal, for one plan or one list of
 * replicas: what Drillbook is measured against. It knows neither policies, people, clean-up nor
 * the rule "Once".
 */
import { condition, proxyActivities } from '@temporalio/workflow';
import type { ByHandActivities } from './activities.js';

const { startPlan } = proxyActivities<ByHandActivities>({
  startToCloseTimeout: '1m',
  retry: { maximumAttempts: 1 },
});

const { followPlan, failoverReplica, findPoints } = proxyActivities<ByHandActivities>({
  startToCloseTimeout: '1d',
  heartbeatTimeout: '30s',
});

/** Starts a cloud failover plan and waits for its session; the results of its machines. */
export async function planByHand(input: {
  readonly name: string;
  readonly pollSeconds: number;
}): Promise<readonly { readonly name: string; readonly result: string }[]> {
  const task = await startPlan(input.name);
  return await followPlan({ ...task, pollSeconds: input.pollSeconds });
}

/** Fails replicas over, so many at a time, an activity each. */
export async function replicasByHand(input: {
  readonly names: readonly string[];
  readonly concurrency: number;
  readonly pollSeconds: number;
}): Promise<readonly { readonly name: string; readonly result: string }[]> {
  const points = await findPoints(input.names);
  let running = 0;
  return await Promise.all(
    points.map(async ({ name, pointId }) => {
      await condition(() => running < input.concurrency);
      running += 1;
      try {
        return await failoverReplica({ name, pointId, pollSeconds: input.pollSeconds });
      } finally {
        running -= 1;
      }
    }),
  );
}
