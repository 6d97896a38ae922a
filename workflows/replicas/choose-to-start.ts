import { patched } from '@temporalio/workflow';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import { reads } from '../activities.js';
import { now, type Run } from '../run.js';
import { unknown, type AttemptCause, type Verdict } from '../verdict.js';
import type { GroupFacts } from './group.js';
import { forgetEarlier } from './leave-unstarted.js';
import { namesOf } from './skip-marked.js';

interface Asked {
  readonly cause: AttemptCause;
  /** The machines that a person named; empty: all that the cause is about. */
  readonly named: readonly string[];
}

/**
 * Chooses what an attempt does with each machine: `queued` is to be started, `accepted` is to be
 * followed. What ended well is never touched again. `question`: a person has to look first.
 */
export async function chooseToStart(
  run: Run,
  facts: Pick<GroupFacts, 'step' | 'attempt' | 'connection' | 'kind' | 'choice'>,
  replicas: readonly DrivenReplica[],
  { cause, named }: Asked,
): Promise<{ readonly question: Verdict | null }> {
  const isMeant = ({ machine }: DrivenReplica): boolean =>
    named.length === 0 || named.includes(machine.name);
  const meant = replicas.filter(isMeant);
  // What an attempt that was cut short left to be started is only started when it is chosen anew.
  for (const replica of replicas) {
    if (replica.state === 'queued') Object.assign(replica, { state: 'idle', result: 'cancelled' });
  }
  switch (cause) {
    case 'first':
      queue(replicas);
      break;
    case 'retry':
      queue(meant.filter(isOpenToRetry));
      break;
    case 'adopt':
      for (const replica of meant) if (replica.state === 'unclear') adopt(run, facts.step, replica);
      break;
    case 'resend': {
      const unclear = meant.filter(({ state }) => state === 'unclear');
      const appeared = await newSessions(facts, unclear);
      if (appeared.length > 0) return { question: askOnceMore(appeared) };
      const isAskedAlone = !replicas.some(({ state }) => state === 'accepted');
      queueAgain(unclear.length === 0 && isAskedAlone ? meant.filter(isUntold) : unclear);
      break;
    }
    case 'skip':
      break;
  }
  // What goes on was given back at a time limit as unknown; it is followed before anything else.
  for (const replica of replicas) if (replica.state === 'accepted') replica.result = null;
  return { question: null };
}

function queue(replicas: readonly DrivenReplica[]): void {
  for (const replica of replicas) {
    forgetEarlier(replica);
    Object.assign(replica, { state: 'queued', result: null, message: null });
  }
}

/** Until the server has taken the further start, each stays as open as it is. */
function queueAgain(replicas: readonly DrivenReplica[]): void {
  // Older versions took a start that was refused for the answer to the first question as well.
  const isKeptOpen = replicas.length > 0 && patched('resend-keeps-open');
  for (const replica of replicas) {
    const before: DrivenReplica = { ...replica };
    delete before.earlier;
    queue([replica]);
    if (isKeptOpen) replica.earlier = before;
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
  facts: Pick<GroupFacts, 'step' | 'attempt' | 'connection' | 'kind' | 'choice'>,
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
