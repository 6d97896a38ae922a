import type { RestoreSession, Task } from '../clients/enterprise-manager/resources.js';
import type { DrivenReplica } from '../plan/driven-replica.js';
import { replicaOperation } from './operation.js';
import type { ReplicaEnd } from './replica-contract.js';
import { newSessionsOf } from './replica-sessions.js';
import type { Sight } from './replica-watch.js';
import { machineResult } from './session-result.js';

/** What following has found out of one machine so far. */
export interface Followed {
  readonly replica: DrivenReplica;
  sessionId: string | null;
  sessionBy: DrivenReplica['sessionBy'];
  isTaskOver: boolean;
  unseenSince: string | null;
  seenAt: string | null;
  /** In one word, for people: the state of its task or session. */
  seen: string;
  end: ReplicaEnd | null;
  /** Its session is known and not among those that were read: it is asked for by itself. */
  isMissing: boolean;
}

interface Judging {
  readonly sight: Sight;
  readonly isCdp: boolean;
  /** How long the server may take to show what it did. */
  readonly lagMilliseconds: number;
}

/**
 * Takes in what the server shows of a machine now. Its restore session alone says that it is over;
 * the task says which session that is (its link, as soon as there is one; its result only once it is
 * Finished), or that the server ended it as failed.
 */
export function judgeReplica(followed: Followed, judging: Judging): void {
  const { sight } = judging;
  followed.isMissing = false;
  if (!followed.isTaskOver) judgeTask(followed, judging);
  if (followed.end === null && followed.sessionId === null && followed.isTaskOver) {
    search(followed, judging);
  }
  if (followed.end === null && followed.sessionId !== null) {
    const session = sight.sessions?.get(followed.sessionId);
    if (session === undefined) followed.isMissing = true;
    else judgeSession(followed, session);
  }
  followed.seenAt = sight.serverTime;
}

function judgeTask(followed: Followed, judging: Judging): void {
  const { job } = followed.replica;
  const { tasks } = judging.sight;
  if (tasks === null) return;
  const task = tasks.byId.get(job?.taskId ?? '');
  // With its logon session a task is lost, not the job: another session may have the same ids.
  const isOurs =
    tasks.logonSessionId === job?.logonSession &&
    task?.operation === replicaOperation(judging.isCdp ? 'cdp' : 'point');
  if (task === undefined || !isOurs) {
    followed.isTaskOver = true;
    return;
  }
  followed.seen = `task ${task.state}`;
  takeLink(followed, task);
  switch (task.state) {
    case 'Running':
      return;
    case 'OperationFinished':
      // Done on the backup server, not collected yet; collection may be switched to manual.
      if (followed.sessionId === null) followed.isTaskOver = isPastLag(followed, judging);
      return;
    case 'Finished':
      followed.isTaskOver = true;
      followed.unseenSince = null;
      if (task.success === false && followed.sessionId === null) {
        const said = task.message ?? 'no reason given';
        followed.end = bareEnd('failed', `the server ended the task as failed: ${said}`, true);
      }
  }
}

/** A Running task may link its session already (vApps); that is no word on how it will end. */
function takeLink(followed: Followed, { related }: Task): void {
  if (followed.sessionId !== null || related?.type !== 'RestoreSession') return;
  followed.sessionId = related.id;
  followed.sessionBy = 'task-link';
}

/** The one restore session of the machine that is new; it could be another client's. */
function search(followed: Followed, judging: Judging): void {
  const { machine, baseline } = followed.replica;
  if (judging.sight.sessions === null || baseline?.hasSessions !== true) {
    followed.end = bareEnd('unverified', 'the server shows this role no restore sessions', false);
    return;
  }
  const named = judging.sight.byMachine.get(machine.name) ?? [];
  const found = newSessionsOf(machine, baseline, named);
  const [only] = found;
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    const message = `${found.length} restore sessions of it are new, and which is ours can't be told: ${ids}`;
    followed.end = bareEnd('unverified', message, false);
  } else if (only !== undefined) {
    followed.sessionId = only.id;
    followed.sessionBy = 'search';
  } else {
    followed.seen = 'waiting for its restore session';
    if (!isPastLag(followed, judging)) return;
    followed.end = bareEnd('unverified', 'no restore session of it came into sight', false);
  }
}

/** A session that was asked for by itself; null: the server does not know it. */
export function judgeMissing(
  followed: Followed,
  session: RestoreSession | null,
  judging: Judging,
): void {
  if (session !== null) judgeSession(followed, session);
  else if (isPastLag(followed, judging)) {
    const message = `restore session ${followed.sessionId ?? ''} is not to be found`;
    followed.end = bareEnd('unverified', message, false);
  }
}

function judgeSession(followed: Followed, session: RestoreSession): void {
  followed.unseenSince = null;
  followed.seen = `session ${session.state}`;
  if (session.state !== 'Stopped') return;
  const result = machineResult(session.result);
  followed.end = {
    result,
    message: messageOf(followed, session),
    startedAt: session.createdAt,
    endedAt: session.endedAt,
    isEndSeen: true,
  };
}

/** Thousands succeed: nothing is said of those whose session is surely ours. */
function messageOf({ sessionBy }: Followed, session: RestoreSession): string | null {
  const how = sessionBy === 'search' ? ', found by search' : '';
  const what = `restore session ${session.id}${how}`;
  if (session.result === 'None') return `${what}, is over and tells no result`;
  if (session.result !== 'Success') return `${what}, ended with ${session.result}`;
  return sessionBy === 'search' ? what : null;
}

function isPastLag(followed: Followed, { sight, lagMilliseconds }: Judging): boolean {
  followed.unseenSince ??= new Date(sight.at).toISOString();
  return sight.at >= Date.parse(followed.unseenSince) + lagMilliseconds;
}

function bareEnd(result: ReplicaEnd['result'], message: string, isEndSeen: boolean): ReplicaEnd {
  return { result, message, startedAt: null, endedAt: null, isEndSeen };
}
