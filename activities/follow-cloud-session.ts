import { activityInfo } from '@temporalio/activity';
import { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type {
  CloudFailoverMachine,
  CloudFailoverSession,
  CloudReplicaPoint,
} from '../clients/enterprise-manager/resources.js';
import type { MachineRecord } from '../plan/run-record.js';
import { CallLog } from './call-log.js';
import type { FollowCloudSessionInput, FollowResult } from './follow-contract.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { bareMachine } from './machine-record.js';
import { poll } from './poll.js';
import { machineResult } from './session-result.js';
import { newSince, sessionsOf } from './target-facts.js';

type Result = Omit<FollowResult, 'calls'>;

interface Followed {
  sessionId: string | null;
  session: CloudFailoverSession | null;
}

/**
 * Follows a cloud failover session until it is Stopped, which alone says that the run is over. Its
 * tasks are the machines. A session that is not shown yet is waited for as long as the server may
 * lag behind.
 */
export async function followCloudSession(
  dependencies: Dependencies,
  input: FollowCloudSessionInput,
): Promise<FollowResult> {
  const log = new CallLog();
  const server = dependencies.enterpriseManager(input.target.connection);
  const lagEnds = activityInfo().scheduledTimestampMs + server.evidenceLagSeconds * 1000;
  const followed: Followed = { sessionId: input.sessionId, session: null };
  const result = await poll<Result>({
    stopping: dependencies.stopping,
    step: input.step,
    everySeconds: input.pollSeconds,
    until: input.until,
    progress: () => ({
      machines: followed.session === null ? [] : machinesOf(input, followed.session),
      message: describe(followed),
    }),
    look: () => look(server, input, followed, lagEnds, { onCall: log.add }),
  });
  return { ...(result ?? atLimit(input, followed)), calls: log.calls };
}

async function look(
  server: EnterpriseManager,
  input: FollowCloudSessionInput,
  followed: Followed,
  lagEnds: number,
  options: CallOptions,
): Promise<Result | null> {
  const isLate = Date.now() >= lagEnds;
  if (followed.sessionId === null) {
    if (!input.baseline.hasSessions) return absent(input, 'the server shows no sessions');
    if (input.target.isNameShared) {
      return absent(input, 'another plan has the same name: its sessions look the same');
    }
    const found = newSince(input.baseline, await sessionsOf(server, input.target, options));
    if (found.length > 1) return absent(input, `${found.length} sessions of this plan are new`);
    followed.sessionId = found[0]?.id ?? null;
    if (followed.sessionId === null) {
      return isLate ? absent(input, 'no session of this plan came into sight') : null;
    }
  }
  try {
    const session = await server.client.getCloudFailoverSession(followed.sessionId, options);
    followed.session = session;
    if (session.state !== 'Stopped') return null;
    followed.session = await withRestorePoints(server, session, options);
    return over(input, followed.session);
  } catch (error) {
    // A session that was just linked may be unknown for a while (404 or 500).
    if (!(error instanceof ClientError) || error.status !== 404) throw error;
    if (!isLate) return null;
    return absent(input, `session ${followed.sessionId} is not to be found`);
  }
}

/**
 * A session names each machine's restore point and not its time, by which the RPO is judged. Where the
 * points are not to be had, the times stay unknown: that the job is over does not hang on them.
 */
async function withRestorePoints(
  server: EnterpriseManager,
  session: CloudFailoverSession,
  options: CallOptions,
): Promise<CloudFailoverSession> {
  if (session.machines.every(({ restorePointId }) => restorePointId === null)) return session;
  const points = await restorePoints(server, options);
  const times = new Map(points.map(({ id, createdAt }) => [id, createdAt]));
  const machines = session.machines.map((machine) => ({
    ...machine,
    restorePointTime: times.get(machine.restorePointId ?? '') ?? null,
  }));
  return { ...session, machines };
}

/** A connection that broke, or a logon that ended, is worth a second try; none if that fails too. */
async function restorePoints(
  server: EnterpriseManager,
  options: CallOptions,
): Promise<readonly CloudReplicaPoint[]> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await server.client.listCloudReplicaPoints({}, options);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
    }
  }
  return [];
}

function over(input: FollowCloudSessionInput, session: CloudFailoverSession): Result {
  return {
    kind: 'over',
    sessionId: session.id,
    isSearched: input.sessionId === null,
    result: session.result === 'None' ? null : session.result,
    message: session.failureMessage,
    machines: machinesOf(input, session),
  };
}

function absent(input: FollowCloudSessionInput, message: string): Result {
  return {
    kind: 'absent',
    sessionId: input.sessionId,
    isSearched: false,
    result: null,
    message,
    machines: input.target.machines.map((name) => bareMachine(name, 'unverified', message)),
  };
}

function atLimit(input: FollowCloudSessionInput, followed: Followed): Result {
  const { session } = followed;
  return {
    kind: 'limit',
    sessionId: followed.sessionId,
    isSearched: input.sessionId === null,
    result: null,
    message: describe(followed),
    machines: session === null ? [] : machinesOf(input, session),
  };
}

function machinesOf(
  input: FollowCloudSessionInput,
  session: CloudFailoverSession,
): readonly MachineRecord[] {
  const isOver = session.state === 'Stopped';
  const listed = session.machines.map((machine) => toMachine(machine, isOver));
  // A failed job that lists nobody is judged as a job without machines.
  if (isOver && listed.length === 0 && session.result === 'Failed') return [];
  const names = new Set(listed.map(({ name }) => name));
  const missing = input.target.machines
    .filter((name) => !names.has(name))
    .map((name) =>
      isOver
        ? bareMachine(name, 'unverified', `session ${session.id} does not list it`)
        : bareMachine(name, 'running', null),
    );
  return [...listed, ...missing];
}

function toMachine(machine: CloudFailoverMachine, isOver: boolean): MachineRecord {
  const isEnded = isOver || machine.state === 'Stopped';
  return {
    name: machine.name,
    result: isEnded ? machineResult(machine.result) : 'running',
    message: machine.message,
    restorePoint: machine.restorePoint,
    restorePointTime: machine.restorePointTime,
    startedAt: machine.startedAt,
    endedAt: machine.endedAt,
    attempts: 1,
  };
}

function describe({ sessionId, session }: Followed): string {
  if (sessionId === null) return 'waiting for the session to come into sight';
  if (session === null) return `session ${sessionId}`;
  const progress = session.progress === null ? '' : `, ${session.progress} %`;
  return `session ${sessionId} ${session.state}${progress}`;
}
