import type { CallRecord } from '../clients/call-record.js';
import type {
  PlanStatus,
  SpcFailoverPlan,
  SpcPlanObject,
} from '../clients/service-provider-console/resources.js';
import type { CallOptions } from '../clients/transport/options.js';
import type { JsonObject } from '../plan/json.js';
import { sessionKey, type ConsoleFacts, type ConsolePlan } from './console-plan.js';
import type { ResolvedTarget, TargetReading } from './contract.js';
import type { Console } from './dependencies.js';

/** How far before a baseline a new session may be dated: the backup server's clock need not be the Console's. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The place of a target that a Console drives. */
export function consolePlanOf(target: ResolvedTarget): ConsolePlan {
  if (target.console !== undefined && target.console !== null) return target.console;
  throw new Error(`target ${target.target} was admitted without its place on the Console`);
}

/** A plan and its machines, read one after the other. */
export interface ConsoleReading {
  readonly plan: SpcFailoverPlan;
  readonly objects: readonly SpcPlanObject[];
  readonly facts: ConsoleFacts;
}

/** Reads a plan and its machines: two requests, however many machines. Throws ClientError. */
export async function readConsolePlan(
  console: Console,
  place: ConsolePlan,
  options: CallOptions,
): Promise<ConsoleReading> {
  const times: string[] = [];
  const onCall = (call: CallRecord): void => {
    if (call.serverTime !== null) times.push(call.serverTime);
    options.onCall?.(call);
  };
  const plan = await console.client.getFailoverPlan(place.serverPlanId, { ...options, onCall });
  const objects = await console.client.listPlanObjects(place.serverPlanId, { ...options, onCall });
  const { status, lastSession } = plan;
  const facts: ConsoleFacts = {
    serverTime: times[0] ?? new Date().toISOString(),
    status,
    lastSession:
      lastSession === null
        ? null
        : { id: lastSession.id, endedAt: lastSession.endedAt, status: lastSession.status },
    objectSessions: objects.flatMap(({ restoreSession }) =>
      restoreSession === null ? [] : [sessionKey(restoreSession)],
    ),
  };
  return { plan, objects, facts };
}

/** A job of the plan is under way; null: not told. */
export function isUnderWay(status: PlanStatus): boolean | null {
  if (status === 'Unknown') return null;
  return status === 'InProgress' || status === 'InUndoProgress';
}

/** What a reading of a Console's plan says in the words of a target. */
export function targetFactsOf({
  objects,
  facts,
}: ConsoleReading): Omit<TargetReading, 'mark' | 'calls'> {
  const { status, lastSession } = facts;
  return {
    serverTime: facts.serverTime,
    newestSession:
      lastSession === null
        ? null
        : {
            id: lastSession.id,
            state: lastSession.endedAt === null ? 'Working' : 'Stopped',
            result: lastSession.status,
            createdAt: null,
          },
    hasSessions: true,
    sessionIds: lastSession === null ? [] : [lastSession.id],
    restoreSessionIds: facts.objectSessions,
    failedOver: failedOverOf(status, objects),
    // A plan may look so after a test too: nothing is certain.
    surelyFailedOver: [],
    isRunning: isUnderWay(status),
    console: facts,
  };
}

/** null: not told. It may be too long, for a test may leave such a status, and not too short. */
function failedOverOf(
  status: PlanStatus,
  objects: readonly SpcPlanObject[],
): readonly string[] | null {
  switch (status) {
    case 'Ready':
      return [];
    case 'Completed':
    case 'Success':
      return objects.map(({ name }) => name);
    case 'Failed':
    case 'UndoFailed': {
      const ended = ['Success', 'Warning', 'Failed'];
      if (!objects.every(({ restoreSession }) => ended.includes(restoreSession?.status ?? ''))) {
        return null;
      }
      return objects
        .filter(({ restoreSession }) => restoreSession?.status !== 'Failed')
        .map(({ name }) => name);
    }
    case 'Unknown':
    case 'InProgress':
    case 'InUndoProgress':
      return null;
  }
}

/** The machine's restore session, when it is new against a baseline. */
export function newRestoreSession(
  baseline: ConsoleFacts,
  { restoreSession }: SpcPlanObject,
): SpcPlanObject['restoreSession'] {
  if (restoreSession === null) return null;
  if (baseline.objectSessions.includes(sessionKey(restoreSession))) return null;
  return Date.parse(restoreSession.startedAt) < earliest(baseline) ? null : restoreSession;
}

/** The plan's last session, when it is new against a baseline. One that ended before it is old news. */
export function newLastSession(
  baseline: ConsoleFacts,
  { lastSession }: SpcFailoverPlan,
): SpcFailoverPlan['lastSession'] {
  if (lastSession === null || lastSession.id === baseline.lastSession?.id) return null;
  const isOld =
    lastSession.endedAt !== null && Date.parse(lastSession.endedAt) < earliest(baseline);
  return isOld ? null : lastSession;
}

function earliest(baseline: ConsoleFacts): number {
  return Date.parse(baseline.serverTime) - CLOCK_TOLERANCE_MS;
}

/** What shows that something has happened to the plan since a baseline. */
export interface NewJob {
  /** It looks like a start or a test: not merely like an undo. */
  readonly isStart: boolean;
  /** null: no session of it is shown (yet). */
  readonly sessionId: string | null;
  readonly evidence: JsonObject;
}

/** null: the plan looks as it did, which proves nothing, for the data lag behind. */
export function newJobSince(baseline: ConsoleFacts, reading: ConsoleReading): NewJob | null {
  const { plan, objects } = reading;
  const session = newLastSession(baseline, plan);
  const machines = objects
    .filter((object) => newRestoreSession(baseline, object) !== null)
    .map(({ name }) => name);
  const isTold = plan.status !== 'Unknown' && baseline.status !== 'Unknown';
  const isOther = isTold && plan.status !== baseline.status;
  const isRunning = isUnderWay(plan.status) === true;
  if (session === null && machines.length === 0 && !isOther && !isRunning) return null;
  const isEndOfStart = isOther && ['Completed', 'Success', 'Failed'].includes(plan.status);
  const hasNewSession = session !== null || machines.length > 0;
  return {
    isStart:
      plan.status === 'InProgress' ||
      isEndOfStart ||
      (hasNewSession && plan.status !== 'InUndoProgress' && plan.status !== 'UndoFailed'),
    sessionId: session?.id ?? null,
    evidence: {
      status: plan.status,
      statusBefore: baseline.status,
      lastSession: plan.lastSession?.id ?? null,
      lastSessionBefore: baseline.lastSession?.id ?? null,
      machinesWithNewSession: machines.slice(0, 20),
    },
  };
}
