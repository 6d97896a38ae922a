import { DecodeError } from '../transport/decode-error.js';
import { oneOf } from '../transport/values.js';
import { parseBody } from './body.js';
import {
  child,
  childrenNamed,
  hrefGuid,
  links,
  linkType,
  optionalText,
  requiredText,
} from './fields.js';
import type { Task } from './resources.js';
import { TASK_STATES } from './resources.js';
import type { XmlElement } from './xml.js';

/** @throws DecodeError when it is not a task that we understand. */
export function decodeTask(body: string, logonSessionId: string): Task {
  return task(parseBody(body, 'Task'), logonSessionId);
}

/** @throws DecodeError when it is not a list of tasks that we understand. */
export function decodeTasks(body: string, logonSessionId: string): readonly Task[] {
  const list = parseBody(body, 'Tasks');

  return childrenNamed(list, 'Task').map((element) => task(element, logonSessionId));
}

function task(element: XmlElement, logonSessionId: string): Task {
  const result = child(element, 'Result');

  return {
    taskId: taskId(requiredText(element, 'TaskId')),
    logonSessionId,
    state: oneOf(requiredText(element, 'State'), TASK_STATES, 'Task.State'),
    operation: requiredText(element, 'Operation'),
    success: result === null ? null : success(result),
    message: result === null ? null : optionalText(result, 'Message'),
    related: related(element),
  };
}

function taskId(text: string): string {
  if (/^[\w.-]{1,100}$/.test(text)) return text;

  throw new DecodeError(`Task.TaskId "${text.slice(0, 100)}" is not an id like task-1`);
}

function success(result: XmlElement): boolean {
  const text = result.attributes.get('Success') ?? '';

  return oneOf(text.toLowerCase(), ['true', 'false'], 'Task.Result@Success') === 'true';
}

function related(element: XmlElement): Task['related'] {
  for (const link of links(element)) {
    const id = hrefGuid(link);
    if (link.attributes.get('Rel') !== 'Related' || id === null) continue;
    const type = linkType(link);
    if (type !== null) return { type, id };
  }

  return null;
}
