import type { RestoreSession } from '../clients/enterprise-manager/resources.js';
import type { ReplicaBaseline, ReplicaMachine } from '../plan/driven-replica.js';

/** How far back a baseline looks: Enterprise Manager's clock need not be the backup server's. */
const BASELINE_WINDOW_MS = 3_600_000;

/** How far before the baseline a new session may be dated, and before a look one may have ended. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Restores of files say nothing about a failover. */
const NOT_A_FAILOVER = 'FileLevelRestore';

/** Sessions that ended before this time are in no baseline, and too old to be new (ISO 8601). */
export function sessionWindow(serverTime: string): string {
  return new Date(Date.parse(serverTime) - BASELINE_WINDOW_MS).toISOString();
}

/** Whether a restore session can be the failover of this machine, by whom ever. */
export function isSessionOf(
  { name, backupServerId }: ReplicaMachine,
  session: RestoreSession,
): boolean {
  return (
    session.machine === name &&
    session.jobType !== NOT_A_FAILOVER &&
    (session.backupServerId === null ||
      backupServerId === null ||
      session.backupServerId === backupServerId)
  );
}

/** From when on a session of this baseline is new (ISO 8601). */
export function newFrom({ serverTime }: ReplicaBaseline): string {
  return new Date(Date.parse(serverTime) - CLOCK_TOLERANCE_MS).toISOString();
}

/** Those of a machine's sessions that are new against its baseline. */
export function newSessionsOf(
  machine: ReplicaMachine,
  baseline: ReplicaBaseline,
  sessions: readonly RestoreSession[],
): readonly RestoreSession[] {
  if (!baseline.hasSessions) return [];
  const earliest = Date.parse(newFrom(baseline));
  return sessions.filter(
    (session) =>
      isSessionOf(machine, session) &&
      !baseline.sessionIds.includes(session.id) &&
      Date.parse(session.createdAt) >= earliest,
  );
}
