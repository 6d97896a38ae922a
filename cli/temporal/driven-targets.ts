import { HOLD_WORKFLOW, MARK_WORKFLOW, type TargetMemo } from '../../plan/workflow-names.js';
import { replicasKey } from '../../plan/replica-mark.js';
import { listReplicaMarks, markedReplicas, type MarkedReplica } from './replica-marks.js';
import type { TemporalSession } from './temporal-session.js';

/** A target that a run holds, or that is failed over, or both. */
export interface DrivenTarget {
  /** The key: its VBR plan id (or `tenant/<id>`); of a replica `<connection>/replicas/<name>`. */
  readonly target: string;
  readonly name: string;
  readonly connection: string;
  readonly heldBy: string | null;
  readonly failedOverBy: string | null;
  /** Since when it is failed over, else since when it is held. */
  readonly since: string;
}

/** Lists the targets that are held or failed over, by connection and name; needs no worker. */
export async function listDrivenTargets(session: TemporalSession): Promise<DrivenTarget[]> {
  const [holds, marks, replicas] = await Promise.all([
    openMemos(session, HOLD_WORKFLOW, 'target/'),
    openMemos(session, MARK_WORKFLOW, 'failed-over/'),
    listReplicaMarks(session),
  ]);
  const keys = new Set([...holds.keys(), ...marks.keys()]);
  const plans = [...keys].map((key) =>
    joinTarget(key, holds.get(key) ?? null, marks.get(key) ?? null),
  );
  const machines = replicas
    .flatMap(markedReplicas)
    .map((replica) => replicaTarget(replica, holds.get(replicasKey(replica.connection)) ?? null));
  return [...plans, ...machines].sort((a, b) => label(a).localeCompare(label(b)));
}

/** `CONNECTION/NAME`, as a person may type it. */
export function label(target: Pick<DrivenTarget, 'connection' | 'name'>): string {
  return `${target.connection}/${target.name}`;
}

/** Joins the hold and the mark of one target; exported for its test. */
export function joinTarget(
  key: string,
  hold: TargetMemo | null,
  mark: TargetMemo | null,
): DrivenTarget {
  const memo = mark ?? hold;
  return {
    target: key,
    name: memo?.name ?? '',
    connection: memo?.connection ?? '',
    heldBy: hold?.runId ?? null,
    failedOverBy: mark?.runId ?? null,
    since: memo?.since ?? '',
  };
}

function replicaTarget(replica: MarkedReplica, hold: TargetMemo | null): DrivenTarget {
  const { target, name, connection, runId, since } = replica;
  return { target, name, connection, heldBy: hold?.runId ?? null, failedOverBy: runId, since };
}

async function openMemos(
  session: TemporalSession,
  type: string,
  prefix: string,
): Promise<Map<string, TargetMemo>> {
  const found = new Map<string, TargetMemo>();
  const query = `WorkflowType="${type}" AND ExecutionStatus="Running"`;
  for await (const { workflowId, memo, startTime } of session.client.workflow.list({ query })) {
    if (!workflowId.startsWith(prefix)) continue;
    found.set(workflowId.slice(prefix.length), readMemo(memo, startTime.toISOString()));
  }
  return found;
}

function readMemo(memo: Record<string, unknown> | undefined, since: string): TargetMemo {
  const text = (key: keyof TargetMemo): string => {
    const value = memo?.[key];
    return typeof value === 'string' ? value : '';
  };
  return {
    runId: text('runId') === '' ? 'unknown' : text('runId'),
    runbook: text('runbook'),
    mode: text('mode') === 'live' ? 'live' : 'drill',
    name: text('name'),
    connection: text('connection'),
    since: text('since') === '' ? since : text('since'),
  };
}
