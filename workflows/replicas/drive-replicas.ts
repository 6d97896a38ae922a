import { ActivityFailure, condition } from '@temporalio/workflow';
import type { ReplicaReading, ReplicaStart } from '../../activities/replica-contract.js';
import type { DrivenReplica, ReplicaBaseline } from '../../plan/driven-replica.js';
import { machineKey } from '../../plan/replica-mark.js';
import { reads } from '../activities.js';
import { failureRecord } from '../failure-words.js';
import { sendOnce } from '../once.js';
import { now } from '../run.js';
import { Followers } from './followers.js';
import type { GroupContext } from './group.js';
import { forgetEarlier, leaveUnstarted } from './leave-unstarted.js';
import { replicaMutation } from './replica-mutation.js';
import { markReplicas, unmarkReplicas } from './replica-marks.js';
import { tidyTasksOf } from './tidy.js';

/** What one machine of the group is started with. */
interface Ready {
  readonly replica: DrivenReplica;
  readonly start: ReplicaStart;
  readonly baseline: ReplicaBaseline;
}

/**
 * Drives a group of replicas to its end: those that are `queued` are started, as many at a time as
 * there are places, and followed together with those that are `accepted` already. It changes the
 * machines in place, decides nothing about the step, asks nobody and starts none a second time.
 */
export async function driveReplicas(
  context: GroupContext,
  replicas: readonly DrivenReplica[],
): Promise<void> {
  const queued = replicas.filter(({ state }) => state === 'queued');
  const accepted = replicas.filter(({ state }) => state === 'accepted');
  const ready = await prepare(context, queued, 'read');
  const concerned = [...accepted, ...ready.map(({ replica }) => replica)];
  const fresh = concerned.filter(({ isMarked }) => !isMarked);
  await mark(context, fresh);
  const drive = new GroupDrive(context, ready);
  drive.goOnWith(accepted);
  await drive.toEnd();
  await unmark(context, fresh);
  await tidyTasksOf(context, replicas);
}

/** Reads with what each machine is started; those that can't be are failed, and say why. */
async function prepare(
  context: GroupContext,
  queued: readonly DrivenReplica[],
  reading: string,
): Promise<readonly Ready[]> {
  if (queued.length === 0) return [];
  if (context.sender.isStopped()) return cancel(queued, 'the run was stopped before its start');
  const { step, prefix, connection, kind, choice } = context.facts;
  try {
    const answer = await reads.readReplicas.executeWithOptions(
      {
        activityId: `${prefix}/${reading}`,
        summary: `restore points of ${queued.length} replicas`,
        startToCloseTimeout: '15m',
        scheduleToCloseTimeout: Math.max(1000, context.limit.deadline(Date.now()) - Date.now()),
      },
      [{ step, connection, kind, machines: queued.map(({ machine }) => machine), choice }],
    );
    context.sender.logCalls(step, answer.calls);
    const { serverTime, hasSessions } = answer;
    return queued.flatMap((replica, index) => {
      const found = answer.machines[index];
      const objection = objectionTo(found) ?? lateSession(replica, found);
      const start = found?.start ?? null;
      if (start === null || objection !== null) {
        return fail([replica], objection ?? 'nothing was read of it');
      }
      const baseline = { serverTime, hasSessions, sessionIds: found?.sessionIds ?? [] };
      return [{ replica, start, baseline }];
    });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return fail(queued, `nothing was sent: ${failureRecord(error).message}`);
  }
}

function objectionTo(found: ReplicaReading | undefined): string | null {
  if (found === undefined) return 'nothing was read of it';
  if (found.runningSession !== null) {
    return `a restore session of it is running already (${found.runningSession}); nothing was sent`;
  }
  return found.problem;
}

/** What is to be sent again may have been started after all: its session came into sight late. */
function lateSession({ earlier }: DrivenReplica, found: ReplicaReading | undefined): string | null {
  if (earlier?.state !== 'unclear') return null;
  const before = earlier.baseline?.sessionIds ?? [];
  const late = found?.sessionIds.find((id) => !before.includes(id));
  return late === undefined ? null : `a restore session has appeared since it was sent (${late})`;
}

/** Before the first of them is sent, so that no crash between the two can hide it. */
async function mark(context: GroupContext, fresh: readonly DrivenReplica[]): Promise<void> {
  const { owner, connection, step } = context.facts;
  const keys = fresh.map(({ machine }) => machineKey(machine));
  await markReplicas(owner, connection, keys, now());
  for (const replica of fresh) replica.isMarked = true;
  if (keys.length > 0) context.sender.log('marked', step, { machines: keys });
}

/** What was marked for this start and is certainly not started is free again. */
async function unmark(context: GroupContext, fresh: readonly DrivenReplica[]): Promise<void> {
  const { owner, connection, step } = context.facts;
  const free = fresh.filter(({ state }) => state === 'idle');
  const keys = free.map(({ machine }) => machineKey(machine));
  await unmarkReplicas(owner, connection, keys, now());
  for (const replica of free) replica.isMarked = false;
  if (keys.length > 0) context.sender.log('unmarked', step, { machines: keys });
}

/** One group on its way: what waits, what is being sent, what is followed. */
class GroupDrive {
  readonly #context: GroupContext;
  readonly #queue: Ready[];
  readonly #followers: Followers;
  #sending = 0;
  /** The pauses that were over when the queue was read last. */
  #pauses: number;
  #hasNews = false;
  /** A mistake in this code: it fails the workflow task, not the run. */
  #mistake: unknown = null;

  constructor(context: GroupContext, ready: readonly Ready[]) {
    this.#context = context;
    this.#queue = [...ready];
    this.#pauses = context.limit.pauses;
    this.#followers = new Followers(context, () => {
      this.#hasNews = true;
    });
  }

  goOnWith(accepted: readonly DrivenReplica[]): void {
    for (const replica of accepted) this.#followers.add(replica);
  }

  async toEnd(): Promise<void> {
    for (;;) {
      this.#hasNews = false;
      await this.#readAnew();
      if (this.#isClosed()) this.#cancelQueue();
      while (this.#canStart()) this.#begin(this.#queue.shift());
      this.#followers.launch({ isSending: this.#sending > 0, isAwaited: this.#isAwaited() });
      this.#context.report(this.#inFlight(), this.#queue.length === 0);
      if (this.#inFlight() === 0 && this.#queue.length === 0) return;
      await this.#news();
      if (this.#mistake !== null) throw this.#mistake as Error;
    }
  }

  /** A pause may have been long: what is started after it is started with what the server shows then. */
  async #readAnew(): Promise<void> {
    const { pauses } = this.#context.limit;
    if (pauses === this.#pauses) return;
    this.#pauses = pauses;
    const queued = this.#queue.splice(0).map(({ replica }) => replica);
    this.#queue.push(...(await prepare(this.#context, queued, `read-after-pause-${pauses}`)));
  }

  async #news(): Promise<void> {
    const isThere = (): boolean => this.#hasNews || this.#canStart() || this.#mustCancel();
    const wait = this.#wakeAfter();
    if (wait === null) await condition(isThere);
    else {
      const summary = `${this.#context.facts.step}: time limit`;
      await condition(isThere, Math.max(1, wait), { summary });
    }
  }

  /** With no place and nothing under way, the time limit alone would wake it. */
  #wakeAfter(): number | null {
    const isIdle = this.#queue.length > 0 && this.#inFlight() === 0;
    const { limit } = this.#context;
    return isIdle && !limit.isHeld ? limit.deadline(Date.now()) - Date.now() : null;
  }

  #canStart(): boolean {
    return this.#queue.length > 0 && !this.#isClosed() && this.#inFlight() < this.#context.slots();
  }

  #mustCancel(): boolean {
    return this.#queue.length > 0 && this.#context.sender.isStopped();
  }

  #isClosed(): boolean {
    return this.#context.sender.isStopped() || this.#context.limit.isOver(Date.now());
  }

  #isAwaited(): boolean {
    return this.#queue.length > 0 || this.#context.facts.isAwaited;
  }

  #inFlight(): number {
    return this.#sending + this.#followers.size;
  }

  #cancelQueue(): void {
    const why = this.#context.sender.isStopped()
      ? 'the run was stopped before its start'
      : 'not started within the time limit';
    cancel(
      this.#queue.map(({ replica }) => replica),
      why,
    );
    this.#queue.length = 0;
  }

  #begin(ready: Ready | undefined): void {
    if (ready === undefined) return;
    this.#sending += 1;
    this.#send(ready)
      .catch((error: unknown) => {
        this.#mistake = error;
      })
      .finally(() => {
        this.#sending -= 1;
        this.#hasNews = true;
      });
  }

  async #send({ replica, start, baseline }: Ready): Promise<void> {
    beginStart(replica, start, baseline);
    const { sender, limit } = this.#context;
    const facts = { ...this.#context.facts, deadline: limit.deadline(Date.now()) };
    const sent = await sendOnce(sender, replicaMutation(facts, replica, start, baseline));
    switch (sent.kind) {
      case 'accepted': {
        const { evidence, taskId, logonSession, taskQueue, sentAt } = sent.job;
        const by = evidence === 'answer' || evidence === 'task' ? evidence : 'person';
        replica.job = { evidence: by, taskId, logonSession, taskQueue, sentAt };
        replica.state = 'accepted';
        forgetEarlier(replica);
        replica.startedAt = sentAt;
        this.#followers.add(replica);
        break;
      }
      case 'refused':
        fail([replica], sent.message);
        break;
      case 'stopped':
        cancel([replica], 'the run was stopped before its start');
        break;
      case 'unclear':
        // What may run is not followed, so its place is free: nobody could say when it ends.
        replica.state = 'unclear';
        forgetEarlier(replica);
        replica.result = 'unknown';
        replica.message = sent.message;
        replica.evidence = sent.evidence;
        break;
    }
  }
}

/** What an earlier start left is no word on this one. */
function beginStart(replica: DrivenReplica, start: ReplicaStart, baseline: ReplicaBaseline): void {
  Object.assign(replica, {
    state: 'sending',
    result: null,
    message: null,
    attempts: replica.attempts + 1,
    restorePoint: start.name,
    restorePointTime: start.time,
    startedAt: null,
    endedAt: null,
    baseline,
    job: null,
    sessionId: null,
    sessionBy: null,
    isTaskOver: false,
    unseenSince: null,
    seenAt: null,
    isEndSeen: false,
    evidence: null,
  } satisfies Partial<DrivenReplica>);
}

function fail(replicas: readonly DrivenReplica[], message: string): [] {
  leaveUnstarted(replicas, 'failed', message);
  return [];
}

function cancel(replicas: readonly DrivenReplica[], message: string): [] {
  leaveUnstarted(replicas, 'cancelled', message);
  return [];
}
