import type { ReplicaMark } from '../../plan/replica-mark.js';
import { REPLICA_MARK_WORKFLOW, replicasKey, toReplicaMark } from '../../plan/replica-mark.js';
import type { TemporalSession } from './temporal-session.js';

/** A replica that a run has failed over. */
export interface MarkedReplica {
  /** What a person may give `release`: `em/replicas/web01`, with the backup server where needed. */
  readonly target: string;
  /** What the mark knows it by. */
  readonly key: string;
  readonly name: string;
  readonly connection: string;
  readonly runId: string;
  readonly since: string;
}

/** The open marks of replicas, one for each connection; needs no worker. */
export async function listReplicaMarks(session: TemporalSession): Promise<ReplicaMark[]> {
  const found: ReplicaMark[] = [];
  const query = `WorkflowType="${REPLICA_MARK_WORKFLOW}" AND ExecutionStatus="Running"`;
  for await (const { memo } of session.client.workflow.list({ query })) {
    const mark = toReplicaMark(memo);
    if (mark !== null) found.push(mark);
  }
  return found;
}

/** The machines of a mark, one by one. */
export function markedReplicas({ connection, entries }: ReplicaMark): MarkedReplica[] {
  const all = entries.flatMap(({ runId, since, machines }) =>
    machines.map((key) => ({ key, name: nameOf(key), connection, runId, since })),
  );
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return all.map((replica) => {
    const isShared = (counts.get(replica.name) ?? 0) > 1;
    const target = `${replicasKey(connection)}/${isShared ? replica.key : replica.name}`;
    return { ...replica, target };
  });
}

/** Without the backup server that stands behind the last `@`. */
function nameOf(key: string): string {
  const at = key.lastIndexOf('@');
  return at <= 0 ? key : key.slice(0, at);
}
