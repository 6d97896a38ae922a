import type { CallRecord } from '../clients/call-record.js';
import { isKind } from '../clients/client-error.js';
import type { EnterpriseManagerClient } from '../clients/enterprise-manager/client.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { RestoreSession, Task } from '../clients/enterprise-manager/resources.js';

/** What one follower has to see. Times are ISO 8601, by the server's clock. */
export interface Interest {
  /** Sessions created earlier are of no interest. */
  readonly since: string;
  /** Sessions that ended earlier have been seen. */
  readonly endedSince: string;
  readonly names: readonly string[];
  readonly wantsTasks: boolean;
}

/** What the server showed at one moment, to all followers of this process. */
export interface Sight {
  /** Milliseconds since the epoch, by this process's clock: when it began to be read. */
  readonly at: number;
  readonly serverTime: string;
  /** null: nobody wanted them. */
  readonly tasks: {
    readonly logonSessionId: string;
    readonly byId: ReadonlyMap<string, Task>;
  } | null;
  /** null: the role may not list restore sessions. */
  readonly sessions: ReadonlyMap<string, RestoreSession> | null;
  readonly byMachine: ReadonlyMap<string, readonly RestoreSession[]>;
}

/** A follower's place in the watch; what it has to see changes while it follows. */
export interface Ticket {
  readonly interest: () => Interest;
}

interface Read {
  readonly tickets: ReadonlySet<Ticket>;
  readonly startedAt: number;
  readonly sight: Promise<Sight>;
}

/**
 * The reads that all followers of one connection share: one list of tasks and one query of restore
 * sessions at a time, whatever the number of followers and machines. Who looks while a fresh sight is
 * there takes that, so that their polls fall together.
 */
class ReplicaWatch {
  readonly #client: EnterpriseManagerClient;
  readonly #tickets = new Set<Ticket>();
  #last: Read | null = null;
  #isReading = false;

  constructor(client: EnterpriseManagerClient) {
    this.#client = client;
  }

  join(interest: () => Interest): Ticket {
    const ticket = { interest };
    this.#tickets.add(ticket);
    return ticket;
  }

  leave(ticket: Ticket): void {
    this.#tickets.delete(ticket);
  }

  /** A sight that is no older than so many milliseconds. @throws ClientError, to all who share it. */
  async look(ticket: Ticket, maxAge: number, options: CallOptions): Promise<Sight> {
    for (;;) {
      const last = this.#last;
      const isFresh = last !== null && Date.now() - last.startedAt < maxAge;
      if (isFresh && last.tickets.has(ticket)) return await last.sight;
      if (!this.#isReading) return await this.#begin(options);
      // One at a time: what is under way does not show all that this follower has to see.
      await last?.sight.catch(() => undefined);
    }
  }

  async #begin(options: CallOptions): Promise<Sight> {
    this.#isReading = true;
    const tickets = new Set(this.#tickets);
    const interests = [...tickets].map(({ interest }) => interest());
    const sight = readSight(this.#client, interests, options).finally(() => {
      this.#isReading = false;
    });
    this.#last = { tickets, startedAt: Date.now(), sight };
    return await sight;
  }
}

/** The watches of a worker process, by connection. */
export class ReplicaWatches {
  readonly #watches = new Map<EnterpriseManagerClient, ReplicaWatch>();

  of(client: EnterpriseManagerClient): ReplicaWatch {
    const known = this.#watches.get(client);
    if (known !== undefined) return known;
    const made = new ReplicaWatch(client);
    this.#watches.set(client, made);
    return made;
  }
}

async function readSight(
  client: EnterpriseManagerClient,
  interests: readonly Interest[],
  options: CallOptions,
): Promise<Sight> {
  const at = Date.now();
  const clock: { serverTime: string | null } = { serverTime: null };
  const onCall = (call: CallRecord): void => {
    // Of the first answer: what happens while the rest is read is for the next look.
    clock.serverTime ??= call.serverTime;
    options.onCall?.(call);
  };
  const wantsTasks = interests.some((interest) => interest.wantsTasks);
  const listed = wantsTasks ? await client.listTasks({ onCall }) : null;
  const sessions = await sessionsOrUntold(client, interests, { onCall });
  return {
    at,
    serverTime: clock.serverTime ?? new Date(at).toISOString(),
    tasks:
      listed === null
        ? null
        : {
            logonSessionId: listed.logonSessionId,
            byId: new Map(listed.tasks.map((task) => [task.taskId, task])),
          },
    sessions: sessions === null ? null : new Map(sessions.map((one) => [one.id, one])),
    byMachine: byMachine(sessions ?? []),
  };
}

async function sessionsOrUntold(
  client: EnterpriseManagerClient,
  interests: readonly Interest[],
  options: CallOptions,
): Promise<readonly RestoreSession[] | null> {
  try {
    return await client.listRestoreSessions(
      {
        since: earliest(interests.map(({ since }) => since)),
        endedSince: earliest(interests.map(({ endedSince }) => endedSince)),
        machines: interests.flatMap(({ names }) => names),
      },
      options,
    );
  } catch (error) {
    if (isKind(error, 'refused')) return null;
    throw error;
  }
}

function earliest(times: readonly string[]): string {
  const least = Math.min(...times.map((time) => Date.parse(time)));
  return new Date(Number.isFinite(least) ? least : 0).toISOString();
}

function byMachine(
  sessions: readonly RestoreSession[],
): ReadonlyMap<string, readonly RestoreSession[]> {
  const found = new Map<string, RestoreSession[]>();
  for (const session of sessions) {
    const name = session.machine ?? '';
    const named = found.get(name);
    if (named === undefined) found.set(name, [session]);
    else named.push(session);
  }
  return found;
}
