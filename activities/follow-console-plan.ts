import { ClientError } from '../clients/client-error.js';
import type { PlanStatus, SpcPlanObject } from '../clients/service-provider-console/resources.js';
import type { CallOptions } from '../clients/transport/options.js';
import type { MachineResult } from '../plan/outcome.js';
import type { MachineRecord } from '../plan/run-record.js';
import { CallLog } from './call-log.js';
import type { FollowConsolePlanInput } from './console-contract.js';
import { sessionKey, type ConsoleFacts } from './console-plan.js';
import type { FollowResult } from './follow-contract.js';
import type { Console, Dependencies } from './dependencies.js';
import { bareMachine } from './machine-record.js';
import { poll } from './poll.js';
import {
  consolePlanOf,
  isUnderWay,
  newLastSession,
  newRestoreSession,
  readConsolePlan,
  type ConsoleReading,
} from './read-console-plan.js';

/** A plan that was not so before has had a start or a test. */
const ENDS: readonly PlanStatus[] = ['Completed', 'Success', 'Failed'];

type Result = Omit<FollowResult, 'calls'>;

/** What following has seen so far. */
interface Seen {
  reading: ConsoleReading | null;
  wasRunning: boolean;
  /** Since when the job looks over, in milliseconds since the epoch. */
  overSince: number | null;
  unreadSince: number | null;
}

interface Following {
  readonly input: FollowConsolePlanInput;
  readonly console: Console;
  readonly baseline: ConsoleFacts;
  readonly seen: Seen;
}

/**
 * Follows a start or test by what a Console shows of the plan: two requests a poll. Its data lag
 * behind, and which of them change when is not documented, so any of a new last session, a status
 * that went through InProgress or came to an end, and the machines' new sessions counts; what a
 * machine came to is told by its own session alone.
 */
export async function followConsolePlan(
  dependencies: Dependencies,
  input: FollowConsolePlanInput,
): Promise<FollowResult> {
  const log = new CallLog();
  const console = dependencies.console(consolePlanOf(input.target).connection);
  const baseline = input.baseline.console ?? null;
  if (baseline === null) {
    return { ...absent(input, 'the Console was not read before the start'), calls: [] };
  }
  const seen: Seen = { reading: null, wasRunning: false, overSince: null, unreadSince: null };
  const following: Following = { input, console, baseline, seen };
  const result = await poll<Result>({
    stopping: dependencies.stopping,
    step: input.step,
    everySeconds: input.pollSeconds,
    until: input.until,
    progress: () => ({ machines: machinesOf(following, false), message: describe(seen) }),
    look: () => look(following, { onCall: log.add }),
  });
  return { ...(result ?? end('limit', following)), calls: log.calls };
}

async function look(following: Following, options: CallOptions): Promise<Result | null> {
  const { input, seen } = following;
  try {
    seen.reading = await readConsolePlan(following.console, consolePlanOf(input.target), options);
    seen.unreadSince = null;
  } catch (error) {
    if (!input.isSecondOpinion || !(error instanceof ClientError)) throw error;
    seen.unreadSince ??= Date.now();
    if (!isGivenUp(following, error, seen.unreadSince)) throw error;
    return absent(input, `the Console could not be read: ${error.message}`);
  }
  return judge(following, seen.reading);
}

function isGivenUp({ console }: Following, { kind }: ClientError, since: number): boolean {
  const isFinal = kind === 'refused' || kind === 'unauthorized';
  return isFinal || Date.now() - since >= console.evidenceLagSeconds * 1000;
}

/** null: the job is not over, as far as can be seen. */
function judge(following: Following, reading: ConsoleReading): Result | null {
  const { input, console, seen } = following;
  if (!isOver(following, reading)) {
    seen.overSince = null;
    const lag = console.collectLagSeconds + console.evidenceLagSeconds;
    const isLate = Date.now() >= Date.parse(input.sentAt) + lag * 1000;
    if (!isLate || seen.wasRunning) return null;
    return absent(input, `no job of the plan came into sight within ${lag} s`);
  }
  seen.overSince ??= Date.now();
  const isWaited = Date.now() - seen.overSince >= console.evidenceLagSeconds * 1000;
  return isWaited || isSettled(following, reading) ? end('over', following) : null;
}

function isOver({ baseline, seen }: Following, { plan, objects }: ConsoleReading): boolean {
  const session = newLastSession(baseline, plan);
  if (session !== null && session.endedAt !== null) return true;
  if (isUnderWay(plan.status) === true) {
    seen.wasRunning = true;
    return false;
  }
  const isTold = plan.status !== 'Unknown' && baseline.status !== 'Unknown';
  if (isTold && plan.status !== baseline.status && ENDS.includes(plan.status)) return true;
  if (seen.wasRunning && plan.status !== 'Unknown') return true;
  return objects.length > 0 && objects.every((object) => hasEnded(baseline, object));
}

/** Nothing that shows the job is behind the rest any more. */
function isSettled({ baseline }: Following, { plan, objects }: ConsoleReading): boolean {
  const session = newLastSession(baseline, plan);
  if (isUnderWay(plan.status) === true) return false;
  if (session !== null && session.endedAt === null) return false;
  // A Console that shows last sessions will show this job's: an undo wants to know it.
  const hasSessions = plan.lastSession !== null || baseline.lastSession !== null;
  if (session === null && hasSessions) return false;
  // A job that failed as a whole touches no machine, and none is waited for.
  if (
    session?.status === 'Failed' &&
    objects.every((one) => newRestoreSession(baseline, one) === null)
  ) {
    return true;
  }
  return objects.every((object) => hasEnded(baseline, object));
}

function hasEnded(baseline: ConsoleFacts, object: SpcPlanObject): boolean {
  const session = newRestoreSession(baseline, object);
  return session !== null && session.endedAt !== null && session.status !== 'Running';
}

function end(kind: 'over' | 'limit', following: Following): Result {
  const { baseline, seen } = following;
  if (seen.reading === null) {
    const nothing = { sessionId: null, isSearched: true, result: null, machines: [] };
    return { kind, message: describe(seen), ...nothing };
  }
  const { plan, objects } = seen.reading;
  const session = newLastSession(baseline, plan);
  return {
    kind,
    sessionId: session?.id ?? null,
    isSearched: true,
    result: kind === 'over' ? jobResult(plan.status, session?.status ?? null) : null,
    message: kind === 'over' ? (session?.message ?? null) : describe(seen),
    machines: machinesOf(following, kind === 'over'),
    objectSessions: objects.flatMap((object) => {
      const found = newRestoreSession(baseline, object);
      return found === null ? [] : [sessionKey(found)];
    }),
  };
}

/** `Completed` may hide machines that failed, so without a session it claims nothing. */
function jobResult(status: PlanStatus, session: string | null): string | null {
  if (session === 'Success' || session === 'Warning' || session === 'Failed') return session;
  return status === 'Failed' ? 'Failed' : null;
}

function absent(input: FollowConsolePlanInput, message: string): Result {
  return {
    kind: 'absent',
    sessionId: null,
    isSearched: true,
    result: null,
    message,
    machines: input.target.machines.map((name) => bareMachine(name, 'unverified', message)),
  };
}

function machinesOf(following: Following, isOver: boolean): readonly MachineRecord[] {
  const { input, baseline, seen } = following;
  if (seen.reading === null) return [];
  const { plan, objects } = seen.reading;
  const isUntouched = objects.every((object) => newRestoreSession(baseline, object) === null);
  // A failed job that touched nobody is judged as a job without machines.
  if (
    isOver &&
    isUntouched &&
    jobResult(plan.status, newLastSession(baseline, plan)?.status ?? null) === 'Failed'
  ) {
    return [];
  }
  const names = new Set(objects.map(({ name }) => name));
  const missing = input.target.machines.filter((name) => !names.has(name));
  // The Console lists them in an order of its own; the target's is the one that people know.
  const inOrder = objects.toSorted(
    (a, b) => input.target.machines.indexOf(a.name) - input.target.machines.indexOf(b.name),
  );
  return [
    ...inOrder.map((object) => toMachine(baseline, object, isOver)),
    ...missing.map((name) =>
      isOver
        ? bareMachine(name, 'unverified', 'the Console does not list it any more')
        : bareMachine(name, 'running', null),
    ),
  ];
}

function toMachine(baseline: ConsoleFacts, object: SpcPlanObject, isOver: boolean): MachineRecord {
  const session = newRestoreSession(baseline, object);
  if (session === null) {
    return isOver
      ? bareMachine(object.name, 'unverified', 'the Console shows no session of this job for it')
      : bareMachine(object.name, 'running', null);
  }
  const isEnded = isOver || hasEnded(baseline, object);
  const result = isEnded ? machineResult(session.status) : 'running';
  return {
    ...bareMachine(object.name, result, null),
    message: result === 'unverified' ? `the Console shows it as ${session.status}` : null,
    restorePointTime: session.restorePointTime,
    startedAt: session.startedAt,
    endedAt: session.endedAt,
  };
}

function machineResult(
  status: NonNullable<SpcPlanObject['restoreSession']>['status'],
): MachineResult {
  switch (status) {
    case 'Success':
      return 'succeeded';
    case 'Warning':
      return 'warning';
    case 'Failed':
      return 'failed';
    case 'Running':
    case 'Unknown':
      // The job is over and says nothing of it: nothing is claimed.
      return 'unverified';
  }
}

function describe({ reading }: Seen): string {
  if (reading === null) return 'the Console has not answered yet';
  const { status, lastSession } = reading.facts;
  const session = lastSession === null ? 'none' : `${lastSession.id} ${lastSession.status}`;
  return `plan ${status}, last session ${session}`;
}
