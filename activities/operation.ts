import type { DrivenKind, MutationVerb } from './contract.js';
import type { ReplicaStart } from './replica-contract.js';

/** What the task of a mutation says in `Operation`. A test says the same as a start (vendor's pages). */
export function operationOf(kind: DrivenKind, verb: MutationVerb): string {
  const plan = kind === 'cloudFailoverPlan' ? 'CloudFailoverPlan' : 'FailoverPlan';
  return verb === 'undo' ? `Undo${plan}` : `Start${plan}`;
}

/** What the task of a single replica's failover says: the vendor's samples differ by kind. */
export function replicaOperation(kind: ReplicaStart['kind']): string {
  return kind === 'cdp' ? 'StartFailover' : 'StartReplicaFailover';
}
