import type { Replica, ReplicaRun, RestorePoint } from './model.js';
import type { World } from './world.js';

/** What came of a request to fail a replica over. */
export type ReplicaDecision =
  | { readonly kind: 'accepted'; readonly run: ReplicaRun }
  /** A task is made, and fails. */
  | { readonly kind: 'taskFailed'; readonly message: string }
  | { readonly kind: 'http400'; readonly message: string };

/**
 * Fails a replica over to a point, or refuses as the scenario's switches say. An accepted request
 * counts in the replica's `started`; without a point it is accepted, and its machine fails.
 */
export function decideReplicaFailover(
  world: World,
  replica: Replica,
  point: RestorePoint | null,
): ReplicaDecision {
  const { failoverWhileRunning, failoverWhenFailedOver } = world.scenario.switches;
  const { machine } = replica;
  if (world.replicaRuns.isRunning(replica)) {
    const message = `Replica "${machine.name}" is being processed already.`;
    if (failoverWhileRunning !== 'accept') return { kind: failoverWhileRunning, message };
  } else if (machine.state === 'failover' && failoverWhenFailedOver === 'taskFailed') {
    return { kind: 'taskFailed', message: `Replica "${machine.name}" is failed over already.` };
  }
  replica.started += 1;
  return { kind: 'accepted', run: world.replicaRuns.start(replica, point) };
}
