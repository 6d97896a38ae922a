import { isKind } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { ReplicaPoint, RestoreSession } from '../clients/enterprise-manager/resources.js';
import type { ReplicaMachine } from '../plan/driven-replica.js';
import { CallLog } from './call-log.js';
import { chooseCdpState } from './choose-cdp-state.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { Pulse } from './pulse.js';
import type {
  ReadReplicasInput,
  ReadReplicasResult,
  ReplicaReading,
  ReplicaStart,
} from './replica-contract.js';
import { pointsOf } from './replica-lists.js';
import { isSessionOf, sessionWindow } from './replica-sessions.js';
import { toFailure } from './to-failure.js';

/** Of so many machines without a fitting point it is looked up what points there are. */
const MOST_LOOKED_UP = 20;

type Choice = Pick<ReplicaReading, 'start' | 'problem'>;

/**
 * Reads what a whole group of machines is started with, and what there is before: restore points,
 * restore sessions, the server's clock. Also the baseline of "Once".
 */
export async function readReplicas(
  dependencies: Dependencies,
  input: ReadReplicasInput,
): Promise<ReadReplicasResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  const options = { onCall: log.add };
  try {
    const server = dependencies.enterpriseManager(input.connection);
    const serverTime = await server.client.serverTime(options);
    const sessions = await sessionsOrUntold(server, serverTime, input.machines, options);
    const choices =
      input.kind === 'cdpReplicas'
        ? await chooseStates(server, input, serverTime, options)
        : await choosePoints(server, input, input.kind, options);
    const machines = input.machines.map((machine, index): ReplicaReading => {
      const own = (sessions ?? []).filter((session) => isSessionOf(machine, session));
      return {
        ...(choices[index] ?? { start: null, problem: 'nothing was read of it' }),
        runningSession: own.find(({ state }) => state !== 'Stopped')?.id ?? null,
        sessionIds: own.map(({ id }) => id),
      };
    });
    return { serverTime, hasSessions: sessions !== null, machines, calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}

/** null: the role may not list them. */
async function sessionsOrUntold(
  server: EnterpriseManager,
  serverTime: string,
  machines: readonly ReplicaMachine[],
  options: CallOptions,
): Promise<readonly RestoreSession[] | null> {
  const names = machines.map(({ name }) => name);
  try {
    // What ended before the window tells nothing new; what still runs is shown however old.
    return await server.client.listRestoreSessions(
      { since: null, endedSince: sessionWindow(serverTime), machines: names },
      options,
    );
  } catch (error) {
    if (isKind(error, 'refused')) return null;
    throw error;
  }
}

async function choosePoints(
  server: EnterpriseManager,
  { machines, choice }: ReadReplicasInput,
  kind: 'vmReplicas' | 'vAppReplicas',
  options: CallOptions,
): Promise<readonly Choice[]> {
  if (choice.kind === 'at' || choice.kind === 'latestConsistent') {
    // Never the latest instead: that would be another state than the one that was asked for.
    const problem = `replicas that are not CDP take no restore point "${choice.kind}"`;
    return machines.map(() => ({ start: null, problem }));
  }
  const before = choice.kind === 'before' ? { before: choice.time } : {};
  const names = machines.map(({ name }) => name);
  const points = pointsByMachine(
    await pointsOf(server, kind, { machines: names, ...before }, options),
  );
  const newest = machines.map((machine) => newestOf(machine, points));
  const lacking = machines.filter((_, index) => newest[index] === null).slice(0, MOST_LOOKED_UP);
  const others =
    choice.kind === 'before' && lacking.length > 0
      ? pointsByMachine(
          await pointsOf(server, kind, { machines: lacking.map(({ name }) => name) }, options),
        )
      : new Map<string, readonly ReplicaPoint[]>();
  return newest.map((point, index): Choice => {
    if (point !== null) return { start: startAt(point, kind), problem: null };
    const machine = machines[index];
    const oldest = machine === undefined ? undefined : ownPoints(machine, others).at(-1)?.createdAt;
    const asked = choice.kind === 'before' ? ` before ${choice.time}` : '';
    const there = oldest === undefined ? '' : `; the oldest is of ${oldest}`;
    return { start: null, problem: `it has no restore point${asked}${there}` };
  });
}

function startAt(point: ReplicaPoint, kind: 'vmReplicas' | 'vAppReplicas'): ReplicaStart {
  const of = kind === 'vmReplicas' ? 'vm' : 'vApp';
  return { kind: 'point', of, pointId: point.id, name: point.name, time: point.createdAt };
}

function pointsByMachine(
  points: readonly ReplicaPoint[],
): ReadonlyMap<string, readonly ReplicaPoint[]> {
  const found = new Map<string, ReplicaPoint[]>();
  for (const point of points) {
    const named = found.get(point.machine);
    if (named === undefined) found.set(point.machine, [point]);
    else named.push(point);
  }
  return found;
}

function newestOf(
  machine: ReplicaMachine,
  points: ReadonlyMap<string, readonly ReplicaPoint[]>,
): ReplicaPoint | null {
  return ownPoints(machine, points)[0] ?? null;
}

/** Newest first; a namesake's points, of another server or job, are left out. */
function ownPoints(
  { name, backupServerId, replicaId }: ReplicaMachine,
  points: ReadonlyMap<string, readonly ReplicaPoint[]>,
): readonly ReplicaPoint[] {
  return (points.get(name) ?? []).filter(
    (point) => point.backupServerId === backupServerId && point.replicaId === replicaId,
  );
}

/** There is no list of the states of many CDP replicas: each is asked for, several at a time. */
async function chooseStates(
  server: EnterpriseManager,
  { machines, choice }: ReadReplicasInput,
  serverTime: string,
  options: CallOptions,
): Promise<readonly Choice[]> {
  return await Promise.all(
    machines.map((machine) => chooseCdpState(server, machine, choice, serverTime, options)),
  );
}
