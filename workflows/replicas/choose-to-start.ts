import { patched } from '@temporalio/workflow';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import { reads } from '../activities.js';
import { now, type Run } from '../run.js';
import { failed, unknown, type AttemptCause, type Verdict } from '../verdict.js';
import type { GroupFacts } from './group.js';
import { forgetEarlier, leaveUnstarted } from './leave-unstarted.js';
import { type DriverOf, whyDrivenElsewhere } from './other-drivers.js';
import { namesOf } from './skip-marked.js';

interface Asked {
  readonly cause: AttemptCause;
  /** The machines that a person named; empty: all that the cause is about. */
  readonly named: readonly string[];
  /** Which other step or item of the run has a machine. */
  readonly driverOf: DriverOf;
}

type Facts = Pick<GroupFacts, 'step' | 'attempt' | 'connection' | 'kind' | 'choice'>;

/**
 * Chooses what an attempt does with each machine: `queued` is to be started, `accepted` is to be
 * followed. What ended well is never touched again. `instead`: nothing is, for a person has to look
 * first, or other steps drive them.
 */
export async function chooseToStart(
  run: Run,
  facts: Facts,
  replicas: readonly DrivenReplica[],
  { cause, named, driverOf }: Asked,
): Promise<{ readonly instead: Verdict | null }> {
  const isMeant = ({ machine }: DrivenReplica): boolean =>
    named.length === 0 || named.includes(machine.name);
  const meant = replicas.filter(isMeant);
  // What an attempt that was cut short left to be started is only started when it is chosen anew.
  for (const replica of replicas) {
    if (replica.state === 'queued') Object.assign(replica, { state: 'idle', result: 'cancelled' });
  }
  switch (cause) {
    case 'first':
      queue(driverOf, replicas);
      break;
    case 'retry':
      queue(driverOf, meant.filter(isOpenToRetry));
      break;
    case 'adopt':
      for (const replica of meant) if (replica.state === 'unclear') adopt(run, facts.step, replica);
      break;
    case 'resend': {
      const unclear = meant.filter(({ state }) => state === 'unclear');
      const appeared = await newSessions(facts, unclear);
      if (appeared.length > 0) return { instead: askOnceMore(appeared) };
      const isAskedAlone = !replicas.some(({ state }) => state === 'accepted');
      queueAgain(driverOf, unclear.length === 0 && isAskedAlone ? meant.filter(isUntold) : unclear);
      break;
    }
    case 'skip':
      break;
  }
  // What goes on was given back at a time limit as unknown; it is followed before anything else.
  for (const replica of replicas) if (replica.state === 'accepted') replica.result = null;
  const isNothingLeft = replicas.length > 0 && replicas.every(({ result }) => result === 'skipped');
  return { instead: isNothingLeft ? failed('TargetNotIdle', whyNothingLeft(replicas)) : null };
}

function whyNothingLeft(replicas: readonly DrivenReplica[]): string {
  const names = namesOf(replicas.map(({ machine }) => machine.name));
  return `nothing was sent for ${names}: ${replicas[0]?.message ?? 'all are skipped'}`;
}

/** What another step or item of this run drives is left to that one. */
function queue(driverOf: DriverOf, replicas: readonly DrivenReplica[]): void {
  for (const replica of replicas) {
    const other = driverOf(replica);
    if (other === null) {
      forgetEarlier(replica);
      Object.assign(replica, { state: 'queued', result: null, message: null });
    } else if (replica.state === 'idle') {
      leaveUnstarted([replica], 'skipped', whyDrivenElsewhere(other));
    }
  }
}

/** Until the server has taken the further start, each stays as open as it is. */
function queueAgain(driverOf: DriverOf, replicas: readonly DrivenReplica[]): void {
  // Older versions took a start that was refused for the answer to the first question as well.
  const isKeptOpen = replicas.length > 0 && patched('resend-keeps-open');
  for (const replica of replicas) {
    const before: DrivenReplica = { ...replica };
    delete before.earlier;
    queue(driverOf, [replica]);
    if (isKeptOpen && replica.state === 'queued') replica.earlier = before;
  }
}

/** What failed for certain, what was never begun, and what another run had. */
function isOpenToRetry({ state, result, isEndSeen }: DrivenReplica): boolean {
  if (state === 'idle') return true;
  return state === 'over' && isEndSeen && result === 'failed';
}

/** Accepted, and nobody shows its end: started again only when a person was asked about just that. */
function isUntold({ state, result }: DrivenReplica): boolean {
  return state === 'over' && result === 'unverified';
}

/** A person says that it happened; which session it became is searched for. */
function adopt(run: Run, step: string, replica: DrivenReplica): void {
  Object.assign(replica, {
    state: 'accepted',
    result: null,
    message: null,
    isTaskOver: true,
    job: {
      evidence: 'person',
      taskId: null,
      logonSession: null,
      taskQueue: null,
      sentAt: now(),
    },
  } satisfies Partial<DrivenReplica>);
  run.log('adopted', step, { evidence: 'person', machine: replica.machine.name });
}

interface Appeared {
  readonly machine: string;
  readonly sessions: readonly string[];
}

/** Restore sessions of unclear machines that were not there before they were sent. */
async function newSessions(
  facts: Facts,
  unclear: readonly DrivenReplica[],
): Promise<readonly Appeared[]> {
  if (unclear.length === 0) return [];
  const { step, attempt, connection, kind, choice } = facts;
  const reading = await reads.readReplicas.executeWithOptions(
    {
      activityId: `${step}/${attempt}/look`,
      summary: `restore sessions of ${unclear.length} replicas`,
      scheduleToCloseTimeout: '10m',
    },
    [{ step, connection, kind, machines: unclear.map(({ machine }) => machine), choice }],
  );
  return unclear.flatMap(({ machine, baseline }, index) => {
    const before = baseline?.sessionIds ?? [];
    const found = reading.machines[index]?.sessionIds ?? [];
    const sessions = found.filter((id) => !before.includes(id));
    return sessions.length === 0 ? [] : [{ machine: machine.name, sessions }];
  });
}

/** Shown to the person once more: it changes what sending again would mean. */
function askOnceMore(appeared: readonly Appeared[]): Verdict {
  const names = namesOf(appeared.map(({ machine }) => machine));
  return unknown(
    'OutcomeUnknown',
    `restore sessions have appeared since they were sent: ${names}`,
    {
      sessions: appeared
        .slice(0, 20)
        .map(({ machine, sessions }) => ({ machine, sessions: [...sessions] })),
      advice: 'adopt them if they are of this start; to send again, skip and run anew',
    },
  );
}
