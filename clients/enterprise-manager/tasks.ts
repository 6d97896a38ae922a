import { expectSame } from '../transport/expect-same.js';
import type { CallOptions } from '../transport/options.js';
import type { Connection } from './connection.js';
import { decodeTask } from './decode-task.js';
import type { Task } from './resources.js';
import type { LogonSession } from './sessions.js';
import { judgeTask, taskLost } from './task-lost.js';

/** A task of a logon session. @throws ClientError of kind `task-lost` when it can't be asked for. */
export async function getTask(
  connection: Connection,
  taskId: string,
  logonSessionId: string,
  options: CallOptions,
): Promise<Task> {
  const path = taskPath(taskId);
  const session = sessionOf(connection, path, logonSessionId);

  return connection.calls.within(
    session,
    {
      operation: 'getTask',
      path,
      body: null,
      decode: (body) => expectSame(decodeTask(body, logonSessionId), 'taskId', taskId),
      judge: judgeTask,
    },
    options,
  );
}

export function taskPath(taskId: string): string {
  return `/tasks/${encodeURIComponent(taskId)}`;
}

/** The session, if it is the present one. @throws ClientError of kind `task-lost` when not. */
export function sessionOf(
  connection: Connection,
  path: string,
  logonSessionId: string,
): LogonSession {
  const session = connection.sessions.present;
  if (session?.info.sessionId === logonSessionId) return session;

  throw taskLost(connection.name, path);
}
