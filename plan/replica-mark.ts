import type { ReplicaMachine } from './driven-replica.js';
import type { Mode } from './plan.js';
import type { ReleaseNote } from './workflow-names.js';

/** The one mark of all replicas of a connection; its id is `failed-over/<connection>/replicas`. */
export const REPLICA_MARK_WORKFLOW = 'failedOverReplicas';

/** What replica targets of one connection are held and marked under. */
export function replicasKey(connection: string): string {
  return `${connection}/replicas`;
}

/** Machines that one run has failed over, since when. */
export interface ReplicaMarkEntry {
  readonly runId: string;
  readonly runbook: string;
  readonly mode: Mode;
  readonly since: string;
  /** Keys, see `machineKey`. */
  readonly machines: readonly string[];
}

/**
 * The memo of a connection's mark. Machines of one run and one time stand together: the memo is
 * written anew with each change, and 5,000 machines must not make it large.
 */
export interface ReplicaMark {
  readonly connection: string;
  readonly entries: readonly ReplicaMarkEntry[];
}

/** Adds machines to the mark; its argument is a ReplicaMarkEntry. */
export const MARK_REPLICAS_SIGNAL = 'markReplicas';

/** Gives what the mark knows, after all that it was told so far. */
export const REPLICA_MARK_QUERY = 'mark';

/** A release that names machines frees those alone; without any it frees all. */
export interface ReplicaReleaseNote extends ReleaseNote {
  readonly machines?: readonly string[];
}

/**
 * What a machine is marked by: names are unique on no server, so the backup server is part of it. A
 * replica and a CDP replica of one machine are one machine.
 */
export function machineKey({
  name,
  backupServerName,
}: Pick<ReplicaMachine, 'name' | 'backupServerName'>): string {
  return backupServerName === null ? name : `${name}@${backupServerName}`;
}

/** Adds an entry; a machine that is there already stays with the run that marked it. */
export function withEntry(mark: ReplicaMark, added: ReplicaMarkEntry): ReplicaMark {
  const known = new Set(mark.entries.flatMap(({ machines }) => machines));
  const machines = added.machines.filter((key) => !known.has(key));
  if (machines.length === 0) return mark;
  return { ...mark, entries: [...mark.entries, { ...added, machines }] };
}

/** Takes machines out. */
export function withoutMachines(mark: ReplicaMark, freed: readonly string[]): ReplicaMark {
  const gone = new Set(freed);
  const entries = mark.entries.flatMap((entry) => {
    const machines = entry.machines.filter((key) => !gone.has(key));
    return machines.length === 0 ? [] : [{ ...entry, machines }];
  });
  return { ...mark, entries };
}

/** Reads a mark out of a memo or a query's answer; null: it has not that form. */
export function toReplicaMark(value: unknown): ReplicaMark | null {
  if (!isRecord(value)) return null;
  const { connection, entries } = value;
  if (typeof connection !== 'string' || !Array.isArray(entries)) return null;
  return { connection, entries: entries.flatMap((entry) => toEntry(entry) ?? []) };
}

/** Reads one entry; null: it has not that form (anybody can send a signal). */
export function toEntry(value: unknown): ReplicaMarkEntry | null {
  if (!isRecord(value)) return null;
  const { runId, runbook, mode, since, machines } = value;
  const isEntry =
    typeof runId === 'string' &&
    typeof runbook === 'string' &&
    typeof since === 'string' &&
    Array.isArray(machines) &&
    machines.every((key) => typeof key === 'string');
  if (!isEntry) return null;
  return { runId, runbook, mode: mode === 'live' ? 'live' : 'drill', since, machines };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
