import { expectSame } from '../transport/expect-same.js';
import type { CallOptions } from '../transport/options.js';
import type { Connection } from './connection.js';
import { decodeTask, taskOf } from './decode-task.js';
import type { PageAsked } from './lists.js';
import { decodeItems, readPages } from './lists.js';
import { pagePath } from './requests.js';
import type { Task } from './resources.js';
import type { SessionCall } from './session-calls.js';
import type { LogonSession } from './sessions.js';
import { judgeTask, taskLost } from './task-lost.js';
import type { XmlElement } from './xml.js';

/** The tasks of a logon session, and which one that is. */
export interface OwnTasks {
  readonly logonSessionId: string;
  readonly tasks: readonly Task[];
}

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

/** All tasks of the present logon session, and which one that is. */
export async function listTasks({ calls }: Connection, options: CallOptions): Promise<OwnTasks> {
  const first = await calls.read(pageOfTasks({ number: 1, before: '' }), options);
  // A new logon session has other tasks: the next pages are asked for in the first one's.
  const tasks = await readPages(taskIdOf, async (asked) => {
    if (asked.number === 1) return first.page;
    const { page } = await calls.within(first.session, pageOfTasks(asked), options);
    return page;
  });

  return { logonSessionId: first.session.info.sessionId, tasks };
}

function pageOfTasks(asked: PageAsked): SessionCall<{
  readonly session: LogonSession;
  readonly page: ReturnType<typeof decodeTasks>;
}> {
  return {
    operation: 'listTasks',
    path: pagePath('/tasks', asked.number),
    body: null,
    decode: (body, session) => ({
      session,
      page: decodeTasks(body, session.info.sessionId, asked),
    }),
  };
}

/** @throws DecodeError when it is not a page of tasks that we understand. */
export function decodeTasks(
  body: string,
  logonSessionId: string,
  asked: PageAsked,
): ReturnType<typeof decodeItems<Task>> {
  const decode = (element: XmlElement): Task => taskOf(element, logonSessionId);

  return decodeItems(body, { item: 'Task', decode, id: taskIdOf }, asked);
}

function taskIdOf({ taskId }: Task): string {
  return taskId;
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
