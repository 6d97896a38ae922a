import { expectSame } from '../transport/expect-same.js';
import { decodeTask } from './decode-task.js';
import type { Task } from './resources.js';
import type { SessionCall } from './session-calls.js';

/**
 * The call of an action whose answer must be a task with this operation: any other answer, success
 * or not, leaves open what happened.
 */
export function taskAction(action: {
  readonly operation: string;
  readonly path: string;
  readonly body: string;
  readonly expected: string;
}): SessionCall<Task> {
  return {
    operation: action.operation,
    path: action.path,
    body: action.body,
    decode: (body, session) =>
      expectSame(decodeTask(body, session.info.sessionId), 'operation', action.expected),
  };
}
