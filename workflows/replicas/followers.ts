import {
  ActivityFailure,
  CancellationScope,
  isCancellation,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { FollowReplicasResult } from '../../activities/replica-contract.js';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import type { JsonObject } from '../../plan/json.js';
import type { MachineRecord } from '../../plan/run-record.js';
import { follows } from '../activities.js';
import { failureRecord } from '../failure-words.js';
import type { GroupContext } from './group.js';

/** How long a worker may take to fetch an activity for its own queue before it counts as gone. */
const OWN_QUEUE_LIMIT = '60s';

/** What is accepted is followed no later than this, even while other starts are on their way. */
const PATIENCE_MS = 5_000;

const AT_LIMIT = 'not over within the time limit';

/**
 * The machines of a group that are under way, and the activities that follow them: one for all that
 * one worker's logon session has started. What goes on when one comes back is followed by the next,
 * together with what was started meanwhile.
 */
export class Followers {
  readonly #context: GroupContext;
  readonly #onNews: () => void;
  readonly #waiting = new Set<DrivenReplica>();
  #followed = 0;
  #waitingSince = 0;
  #count = 0;
  #timer: CancellationScope | null = null;

  constructor(context: GroupContext, onNews: () => void) {
    this.#context = context;
    this.#onNews = onNews;
  }

  /** How many machines are under way. */
  get size(): number {
    return this.#waiting.size + this.#followed;
  }

  add(replica: DrivenReplica): void {
    if (this.#waiting.size === 0) this.#waitingSince = Date.now();
    this.#waiting.add(replica);
  }

  /** How long the machines that nobody follows yet may go on waiting; null: there are none. */
  #patienceLeft(): number | null {
    if (this.#waiting.size === 0) return null;
    const patience = Math.max(PATIENCE_MS, this.#context.facts.pollSeconds * 1000);
    return this.#waitingSince + patience - Date.now();
  }

  /** Follows what waits: at once, or with what is being sent if that does not take long. */
  launch({ isSending, isAwaited }: { isSending: boolean; isAwaited: boolean }): void {
    const patience = this.#patienceLeft();
    if (patience === null) return;
    if (isSending && patience > 0) {
      // One timer until it is launched, however many starts come in meanwhile.
      this.#timer ??= wakeAfter(patience, this.#onNews);
      return;
    }
    this.#timer?.cancel();
    this.#timer = null;
    const byQueue = new Map<string | null, DrivenReplica[]>();
    for (const replica of this.#waiting) {
      const queue = replica.isTaskOver ? null : (replica.job?.taskQueue ?? null);
      const own = byQueue.get(queue);
      if (own === undefined) byQueue.set(queue, [replica]);
      else own.push(replica);
    }
    this.#waiting.clear();
    for (const [queue, replicas] of byQueue) void this.#follow(queue, replicas, isAwaited);
  }

  async #follow(
    queue: string | null,
    replicas: readonly DrivenReplica[],
    isAwaited: boolean,
  ): Promise<void> {
    this.#followed += replicas.length;
    this.#count += 1;
    const { step } = this.#context.facts;
    let going: readonly DrivenReplica[];
    try {
      const result = await this.#call(`${this.#count}`, queue, replicas, isAwaited);
      this.#context.sender.logCalls(step, result.calls);
      going = takeResult(replicas, result);
    } catch (error) {
      // Any other error is a mistake in this code: it fails the workflow task, not the run.
      if (!(error instanceof ActivityFailure)) throw error;
      going = takeFailure(queue, replicas, error);
      this.#context.sender.log('follower-lost', step, {
        machines: replicas.length,
        message: failureRecord(error).message,
      });
    }
    this.#followed -= replicas.length;
    for (const replica of going) this.add(replica);
    this.#logEnds(replicas);
    this.#onNews();
  }

  async #call(
    number: string,
    queue: string | null,
    replicas: readonly DrivenReplica[],
    isAwaited: boolean,
  ): Promise<FollowReplicasResult> {
    const { step, prefix, connection, kind, pollSeconds } = this.#context.facts;
    const deadline = this.#context.limit.deadline(Date.now());
    return await follows.followReplicas.executeWithOptions(
      {
        activityId: `${prefix}/follow/${number}`,
        summary: `${replicas.length} replicas`,
        // The activity ends at the deadline by itself; this is for when no worker is there.
        scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()) + 120_000,
        ...(queue === null ? {} : { taskQueue: queue, scheduleToStartTimeout: OWN_QUEUE_LIMIT }),
      },
      [
        {
          step,
          connection,
          kind,
          replicas,
          pollSeconds,
          until: new Date(deadline).toISOString(),
          isAwaited,
        },
      ],
    );
  }

  #logEnds(replicas: readonly DrivenReplica[]): void {
    const ended = replicas.filter(({ result }) => result !== null);
    if (ended.length === 0) return;
    const facts = ended.map(({ machine, result, sessionId, sessionBy }): JsonObject => ({
      machine: machine.name,
      result,
      sessionId,
      sessionBy,
    }));
    this.#context.sender.log('replicas-over', this.#context.facts.step, { machines: facts });
  }
}

/** Wakes once, unless it is cancelled before. */
function wakeAfter(milliseconds: number, wake: () => void): CancellationScope {
  const scope = new CancellationScope({ cancellable: true });
  scope
    .run(() => sleep(milliseconds, { summary: 'until what was started is followed' }))
    .then(wake)
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  return scope;
}

/** Takes in what was seen; gives those that go on. */
function takeResult(
  replicas: readonly DrivenReplica[],
  { replicas: seen, isLimit }: FollowReplicasResult,
): readonly DrivenReplica[] {
  const going: DrivenReplica[] = [];
  for (const { place, end, ...facts } of seen) {
    const replica = replicas[place];
    if (replica === undefined) continue;
    Object.assign(replica, facts);
    if (end !== null) {
      Object.assign(replica, {
        ...end,
        state: 'over',
        startedAt: end.startedAt ?? replica.startedAt,
      });
    } else if (isLimit) leaveOpen(replica, AT_LIMIT);
    else going.push(replica);
  }
  return going;
}

/**
 * A worker that is gone takes its tasks with it, not the jobs: those are followed by their sessions,
 * on any worker. Where that fails as well, only what the last heartbeat said is known.
 */
function takeFailure(
  queue: string | null,
  replicas: readonly DrivenReplica[],
  error: ActivityFailure,
): readonly DrivenReplica[] {
  if (queue !== null) {
    for (const replica of replicas) replica.isTaskOver = true;
    return replicas;
  }
  const seen = new Map(lastSeen(error).map((machine) => [machine.name, machine]));
  for (const replica of replicas) {
    const last = seen.get(replica.machine.name);
    if (last !== undefined && last.result !== 'running') {
      const { result, message, endedAt } = last;
      const isEndSeen = result !== 'unverified';
      Object.assign(replica, { state: 'over', result, message, endedAt, isEndSeen });
    } else leaveOpen(replica, failureRecord(error).message);
  }
  return [];
}

function leaveOpen(replica: DrivenReplica, message: string): void {
  Object.assign(replica, { result: 'unknown', message });
}

/** The machines as the lost activity last heartbeat them. */
function lastSeen(error: ActivityFailure): readonly MachineRecord[] {
  if (!(error.cause instanceof TimeoutFailure)) return [];
  const details = error.cause.lastHeartbeatDetails as
    { readonly machines?: readonly MachineRecord[] } | undefined;
  return details?.machines ?? [];
}
