import { ClientError } from '../clients/client-error.js';
import type { CallRecord } from '../clients/call-record.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { RestoreSession } from '../clients/enterprise-manager/resources.js';
import { machineRecordOf } from '../plan/driven-replica.js';
import type { FollowProgress } from '../plan/progress.js';
import { CallLog } from './call-log.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { type Followed, judgeMissing, judgeReplica } from './judge-replica.js';
import { poll } from './poll.js';
import type {
  FollowedReplica,
  FollowReplicasInput,
  FollowReplicasResult,
} from './replica-contract.js';
import { CLOCK_TOLERANCE_MS, newFrom } from './replica-sessions.js';
import type { Interest, Sight } from './replica-watch.js';

/** So many sessions are asked for one by one in a look; the others wait for the next. */
const MOST_SINGLE_READS = 5;

/** A sight of nearly a poll's age is taken, so that followers of one pace look together. */
const FRESH_SHARE = 0.9;

/**
 * Follows many replicas at once: each look is one list of tasks and one query of restore sessions,
 * shared with whoever else follows replicas of this connection in this process. It comes back when
 * all are over; or, where machines wait for a free place, one poll after the first of them is.
 */
export async function followReplicas(
  dependencies: Dependencies,
  input: FollowReplicasInput,
): Promise<FollowReplicasResult> {
  const log = new CallLog();
  const server = dependencies.enterpriseManager(input.connection);
  const watch = dependencies.watches.of(server.client);
  const following = new Following(input, server);
  const ticket = watch.join(() => following.interest());
  const pace = input.pollSeconds * 1000;
  try {
    const done = await poll<true>({
      stopping: dependencies.stopping,
      step: input.step,
      everySeconds: input.pollSeconds,
      pauseSeconds: () => Math.max(0.02, (following.lookedAt + pace - Date.now()) / 1000),
      until: input.until,
      progress: () => following.progress(),
      look: async () => {
        const sight = await watch.look(ticket, pace * FRESH_SHARE, { onCall: asPoll(log) });
        await following.look(sight, { onCall: log.add });
        return following.isDone() ? true : null;
      },
    });
    following.letGo(dependencies);
    return { replicas: following.result(), isLimit: done === null, calls: log.calls };
  } finally {
    watch.leave(ticket);
  }
}

/** Each poll's path holds another time: they are one row all the same. */
function asPoll(log: CallLog): (call: CallRecord) => void {
  return (call) => {
    log.addPoll({ ...call, responseBody: null });
  };
}

class Following {
  readonly #input: FollowReplicasInput;
  readonly #server: EnterpriseManager;
  readonly #followed: readonly Followed[];
  lookedAt = 0;
  #firstEndAt: number | null = null;

  constructor(input: FollowReplicasInput, server: EnterpriseManager) {
    this.#input = input;
    this.#server = server;
    this.#followed = input.replicas.map((replica) => ({
      replica,
      sessionId: replica.sessionId,
      sessionBy: replica.sessionBy,
      isTaskOver: replica.isTaskOver || taskOf(replica) === null,
      unseenSince: replica.unseenSince,
      seenAt: replica.seenAt,
      seen: 'sent',
      end: null,
      isMissing: false,
    }));
  }

  interest(): Interest {
    const open = this.#open();
    return {
      since: least(open.map(({ replica }) => createdFrom(replica))),
      endedSince: least(open.map(({ replica, seenAt }) => back(seenAt) ?? createdFrom(replica))),
      names: open.map(({ replica }) => replica.machine.name),
      wantsTasks: open.some(({ isTaskOver }) => !isTaskOver),
    };
  }

  async look(sight: Sight, options: CallOptions): Promise<void> {
    const judging = {
      sight,
      isCdp: this.#input.kind === 'cdpReplicas',
      lagMilliseconds: this.#server.evidenceLagSeconds * 1000,
    };
    for (const followed of this.#open()) judgeReplica(followed, judging);
    const missing = this.#open().filter(({ isMissing }) => isMissing);
    for (const followed of missing.slice(0, MOST_SINGLE_READS)) {
      judgeMissing(followed, await this.#read(followed.sessionId ?? '', options), judging);
    }
    this.lookedAt = sight.at;
    const hasEnds = this.#open().length < this.#followed.length;
    if (hasEnds) this.#firstEndAt ??= sight.at;
  }

  /** null: the server does not know it (yet), or does not show it to this role. */
  async #read(sessionId: string, options: CallOptions): Promise<RestoreSession | null> {
    try {
      return await this.#server.client.getRestoreSession(sessionId, options);
    } catch (error) {
      // A session that was just linked may be answered 404 or 500 for a while.
      const isAbsent = error instanceof ClientError && [403, 404, 500].includes(error.status ?? 0);
      if (isAbsent) return null;
      throw error;
    }
  }

  isDone(): boolean {
    if (this.#open().length === 0) return true;
    if (!this.#input.isAwaited || this.#firstEndAt === null) return false;
    return this.lookedAt - this.#firstEndAt >= this.#input.pollSeconds * 1000 * FRESH_SHARE;
  }

  result(): readonly FollowedReplica[] {
    return this.#followed.map(
      ({ sessionId, sessionBy, isTaskOver, unseenSince, seenAt, end }, place) => ({
        place,
        sessionId,
        sessionBy,
        isTaskOver,
        unseenSince,
        seenAt,
        end,
      }),
    );
  }

  progress(): Omit<FollowProgress, 'step' | 'unreachableSince'> {
    return {
      machines: this.#followed.map(({ replica, end, seen }) =>
        machineRecordOf(end === null ? { ...replica, message: seen } : { ...replica, ...end }),
      ),
      // Several follow the machines of one step: none can speak for all, the machines do.
      message: '',
    };
  }

  /** Tasks that tell nothing more need not keep their logon session warm. */
  letGo({ followedTasks }: Dependencies): void {
    for (const { replica, isTaskOver, end } of this.#followed) {
      const task = taskOf(replica);
      if (task !== null && (isTaskOver || end !== null)) {
        followedTasks.end(task.logonSession, task.taskId);
      }
    }
  }

  #open(): readonly Followed[] {
    return this.#followed.filter(({ end }) => end === null);
  }
}

type Replica = FollowReplicasInput['replicas'][number];

/** null: there is none to follow. */
function taskOf({
  job,
}: Replica): { readonly taskId: string; readonly logonSession: string } | null {
  if (job === null) return null;
  const { taskId, logonSession } = job;
  return taskId === null || logonSession === null ? null : { taskId, logonSession };
}

function createdFrom({ baseline, job }: Replica): string {
  if (baseline !== null) return newFrom(baseline);
  return back(job?.sentAt ?? null) ?? new Date(0).toISOString();
}

function back(time: string | null): string | null {
  return time === null ? null : new Date(Date.parse(time) - CLOCK_TOLERANCE_MS).toISOString();
}

function least(times: readonly string[]): string {
  const [first = new Date(0).toISOString()] = times.toSorted();
  return first;
}
