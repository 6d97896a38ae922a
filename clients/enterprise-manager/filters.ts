import type { CloudFailoverSession, FailoverPlan, ReplicaPoint } from './resources.js';

/** Narrows a list of plans; a name or an id. Host names compare without case. */
export interface PlanFilter {
  readonly name?: string;
  readonly backupServer?: string;
  readonly tenant?: string;
}

export function matchesPlan(plan: FailoverPlan, filter: PlanFilter): boolean {
  return (
    (filter.name === undefined || plan.name === filter.name) &&
    isOneOf(filter.backupServer, plan.backupServerName, plan.backupServerId) &&
    isOneOf(filter.tenant, plan.tenantName, plan.tenantId)
  );
}

/** Whose sessions are looked for. */
export interface CloudSessionFilter {
  readonly planName: string;
  /** null: any. A session that names no server is kept. */
  readonly backupServerId: string | null;
  /** ISO 8601: sessions created at this time or later; null: all. */
  readonly since: string | null;
}

/** The server's filter is asked again here: a tail that it does not understand is ignored. */
export function matchesSession(session: CloudFailoverSession, filter: CloudSessionFilter): boolean {
  const { backupServerId } = session;
  const isElsewhere =
    filter.backupServerId !== null &&
    backupServerId !== null &&
    backupServerId !== filter.backupServerId.toLowerCase();

  return (
    session.jobType === 'FailoverPlan' &&
    session.name === filter.planName &&
    !isElsewhere &&
    isSince(session.createdAt, filter.since)
  );
}

export function isSince(createdAt: string, since: string | null): boolean {
  return since === null || Date.parse(createdAt) >= Date.parse(since);
}

/** Whose restore sessions are looked for. */
export interface RestoreSessionFilter {
  /** ISO 8601: created at this time or later; null: those of the last 30 days. */
  readonly since: string | null;
  /** Names of machines; left out: all. */
  readonly machines?: readonly string[];
  /** The server is asked for this machine's alone. */
  readonly machine?: string;
  /** ISO 8601: those that are over already only if they ended at this time or later. */
  readonly endedSince?: string;
}

/** Narrows a list of restore points; what is missing does not narrow. */
export interface ReplicaPointFilter {
  /** Names of machines or vApps, as the server writes them; any of them. */
  readonly machines?: readonly string[];
  /** ISO 8601: points created at this time or later. */
  readonly since?: string;
  /** ISO 8601: points created earlier than this time. */
  readonly before?: string;
  readonly replicaId?: string;
}

export function matchesPoint(point: ReplicaPoint, filter: ReplicaPointFilter): boolean {
  const { machines, since, before, replicaId } = filter;

  return (
    (machines === undefined || machines.includes(point.machine)) &&
    isSince(point.createdAt, since ?? null) &&
    (before === undefined || Date.parse(point.createdAt) < Date.parse(before)) &&
    (replicaId === undefined || point.replicaId === replicaId.toLowerCase())
  );
}

function isOneOf(wanted: string | undefined, name: string | null, id: string | null): boolean {
  if (wanted === undefined) return true;
  const lower = wanted.toLowerCase();

  return name?.toLowerCase() === lower || id === lower;
}
