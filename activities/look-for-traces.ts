import { setTimeout as pause } from 'node:timers/promises';
import { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { RestoreSession, Task } from '../clients/enterprise-manager/resources.js';
import type { JsonObject } from '../plan/json.js';
import type { EnterpriseManager } from './dependencies.js';

/** What is looked for. */
export interface Sought {
  /** When the mutation was sent at the latest (ISO 8601): the lag is counted from here. */
  readonly sentBefore: string;
  /** Sessions that are new since the baseline; null: none, or they tell nothing. */
  readonly newSessions: (options: CallOptions) => Promise<Traces | null>;
}

/** What this process's own logon session showed before the mutation was sent. */
export interface OwnTasks {
  readonly logonSessionId: string;
  readonly taskIds: readonly string[];
  readonly operation: string;
  /**
   * An earlier send of this operation in this session was never traced: its task may appear only
   * now, so a new task is no proof here.
   */
  readonly isTainted: boolean;
}

export interface Traces {
  /** A new task of our own logon session: proof that it is ours. */
  readonly task: Task | null;
  /** The one new session of the plan: another client could have made it. */
  readonly sessionId: string | null;
  /** The Console of `confirm` shows that a job of the plan has begun, and no session of it yet. */
  readonly hasJob: boolean;
  /** The look-up was cut short by this worker's shutdown. */
  readonly isCut: boolean;
  readonly evidence: JsonObject;
}

export interface LookOptions extends CallOptions {
  /** The worker is shutting down: what was found so far is given back. */
  readonly isCut: () => boolean;
}

/**
 * Looks for traces of a mutation whose answer was lost, until something is found or the time that
 * the server may take to show a job has passed. Finding nothing proves nothing.
 */
export async function lookForTraces(
  server: EnterpriseManager,
  sought: Sought,
  own: OwnTasks | null,
  options: LookOptions,
): Promise<Traces> {
  const until = Date.parse(sought.sentBefore) + server.evidenceLagSeconds * 1000;
  let looked = 0;
  let trouble: string | null = null;
  let ownSession = own?.isTainted === true ? null : own;
  for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
    try {
      if (ownSession !== null) {
        const found = await newTask(server, ownSession, options);
        if (found === 'session-lost') ownSession = null;
        else if (found !== null) return { ...nothing(looked, trouble), task: found };
      }
      const traces = await sought.newSessions(options);
      // While our own session can still show the task, its proof is better than a session's.
      if (traces !== null && (ownSession === null || Date.now() >= until - wait)) return traces;
      looked += 1;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      trouble = error.message;
    }
    if (Date.now() >= until) return nothing(looked, trouble);
    if (options.isCut()) return { ...nothing(looked, trouble), isCut: true };
    await pause(Math.min(wait, Math.max(1, until - Date.now())));
  }
}

/** Exactly one new task with the expected operation, made in the session that was there before. */
async function newTask(
  server: EnterpriseManager,
  own: OwnTasks,
  options: CallOptions,
): Promise<Task | 'session-lost' | null> {
  const { logonSessionId, tasks } = await server.client.listTasks(options);
  // Another logon session has tasks of its own, perhaps under the same ids.
  if (logonSessionId !== own.logonSessionId) return 'session-lost';
  const found = tasks.filter(
    ({ taskId, operation }) => !own.taskIds.includes(taskId) && operation === own.operation,
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * A machine may be restored by anybody, above all in a disaster: its restore sessions are shown to a
 * person, and never adopted.
 */
export function shownRestoreSessions(found: readonly RestoreSession[]): Traces | null {
  if (found.length === 0) return null;
  const evidence = {
    restoreSessions: found
      .slice(0, 20)
      .map(({ id, machine, createdAt, state }) => ({ id, machine, createdAt, state })),
  };
  return { task: null, sessionId: null, hasJob: false, isCut: false, evidence };
}

function nothing(looked: number, trouble: string | null): Traces {
  const evidence = { found: 'no new task and no new session', looked, trouble };
  return { task: null, sessionId: null, hasJob: false, isCut: false, evidence };
}
