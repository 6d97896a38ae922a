import type {
  CloudFailoverSession,
  CloudReplicaPoint,
  ReplicaPointState,
  RestoreSession,
} from '../clients/enterprise-manager/resources.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { Baseline, FailedOverMachine, ResolvedTarget } from './contract.js';
import type { EnterpriseManager } from './dependencies.js';

/** A machine in one of these states is not where it was before a failover. */
const NOT_IDLE: readonly ReplicaPointState[] = ['Failover', 'Failback', 'PermanentFailover'];

/**
 * How far back a baseline looks for restore sessions, and how far before the baseline a new one may
 * be dated: Enterprise Manager's clock need not be the backup server's.
 */
const BASELINE_WINDOW_MS = 3_600_000;
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Restores of files say nothing about a failover. */
const NOT_A_FAILOVER = 'FileLevelRestore';

/**
 * The sessions of the target's plan, newest first. They carry the plan's name and no id of it, so
 * one that lists machines of another plan is left out; where names are shared, also one that lists
 * none.
 */
export async function sessionsOf(
  server: EnterpriseManager,
  target: ResolvedTarget,
  options: CallOptions,
): Promise<readonly CloudFailoverSession[]> {
  const sessions = await server.client.listCloudFailoverSessions(
    { planName: target.name, backupServerId: target.backupServerId, since: null },
    options,
  );
  const own = new Set(target.machines);
  return sessions.filter(({ machines }) =>
    machines.length === 0 ? !target.isNameShared : machines.every(({ name }) => own.has(name)),
  );
}

/** What is failed over of a target now, by the states of its machines' restore points. */
export interface FailedOver {
  readonly names: readonly string[];
  readonly surely: readonly FailedOverMachine[];
}

/** A session, as far as it names the restore points that its machines used. */
interface UsedPoints {
  readonly machines: readonly { readonly restorePointId: string | null }[];
}

/** `sessions`: the plan's, whose machines name the restore points that they used. */
export async function failedOverMachines(
  server: EnterpriseManager,
  target: ResolvedTarget,
  sessions: readonly UsedPoints[],
  options: CallOptions,
): Promise<FailedOver> {
  const points = await server.client.listCloudReplicaPoints({ states: NOT_IDLE }, options);
  const used = new Set(
    sessions.flatMap(({ machines }) => machines.map(({ restorePointId }) => restorePointId)),
  );
  const own = new Set(target.machines);
  const found = points.filter((point) => isOf(target, point) && own.has(point.machine));
  const names = new Set(found.map(({ machine }) => machine));
  return {
    names: target.machines.filter((machine) => names.has(machine)),
    surely: found
      .filter(({ id }) => used.has(id))
      .map(({ id, machine }) => ({ name: machine, pointId: id })),
  };
}

/** Machine names are unique on no server: a namesake on another backup server is left out. */
function isOf(target: ResolvedTarget, point: CloudReplicaPoint): boolean {
  if (point.backupServerId === null || target.backupServerId === null) return true;
  return point.backupServerId === target.backupServerId;
}

/** Restore sessions of the target's machines since the window before `time` (ISO 8601). */
export async function restoreSessionsOf(
  server: EnterpriseManager,
  target: ResolvedTarget,
  time: string,
  options: CallOptions,
): Promise<readonly RestoreSession[]> {
  const since = new Date(Date.parse(time) - BASELINE_WINDOW_MS).toISOString();
  const sessions = await server.client.listRestoreSessions(
    { since, machines: target.machines },
    options,
  );
  const machines = new Set(target.machines);
  return sessions.filter(
    ({ machine, jobType, backupServerId }) =>
      machine !== null &&
      machines.has(machine) &&
      jobType !== NOT_A_FAILOVER &&
      (backupServerId === null ||
        target.backupServerId === null ||
        backupServerId === target.backupServerId),
  );
}

/** Those that are new against a baseline. */
export function newSince<T extends { readonly id: string; readonly createdAt: string }>(
  baseline: Baseline,
  sessions: readonly T[],
): readonly T[] {
  if (!baseline.hasSessions) return [];
  const known = new Set([...baseline.sessionIds, ...baseline.restoreSessionIds]);
  const earliest = Date.parse(baseline.serverTime) - CLOCK_TOLERANCE_MS;
  return sessions.filter(
    ({ id, createdAt }) => !known.has(id) && Date.parse(createdAt) >= earliest,
  );
}
