import type { ResolvedReplicas } from '../../activities/replica-contract.js';
import type { ReplicaMachine } from '../../plan/driven-replica.js';

/** The machines of a target, each with where it comes from. */
export function machinesOf({ machines, sources }: ResolvedReplicas): readonly ReplicaMachine[] {
  return machines.map(({ name, source, id }) => {
    const {
      backupServerId = null,
      backupServerName = null,
      replicaId = null,
    } = sources[source] ?? {};
    return { name, backupServerId, backupServerName, replicaId, id };
  });
}
