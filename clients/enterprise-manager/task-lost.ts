import { ClientError } from '../client-error.js';
import type { Judgement } from '../transport/caller.js';

const SENTENCE =
  'the task is not of the present logon session: follow the job by its session or its machines';

/** A task of a logon session that is not the present one. */
export function taskLost(connection: string, path: string): ClientError {
  return new ClientError({
    kind: 'task-lost',
    message: `${connection}: getTask (GET /api${path}) was not asked: ${SENTENCE}`,
    connection,
    operation: 'getTask',
    method: 'GET',
    path: `/api${path}`,
    status: null,
    serverMessage: null,
    retryAfterSeconds: null,
  });
}

/**
 * An unknown task is answered 500 "There is no backup task with id [...] in current rest session"
 * (seen in production code); 404 would mean the same. With a lost session its tasks are lost.
 */
export function judgeTask(status: number, serverMessage: string | null): Judgement | null {
  const isUnknown = /no backup task|current rest session/i.test(serverMessage ?? '');
  const isLost = status === 401 || status === 404 || (status === 500 && isUnknown);

  return isLost ? { kind: 'task-lost', sentence: SENTENCE } : null;
}
