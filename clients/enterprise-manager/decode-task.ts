import { DecodeError } from './decode-error.js';
import {
  child,
  childrenNamed,
  hrefGuid,
  links,
  linkType,
  oneOf,
  optionalText,
  requiredText,
} from './fields.js';
import type { Task } from './resources.js';
import { TASK_STATES } from './resources.js';
import { expectRoot } from './root.js';
import type { XmlElement } from './xml.js';
import { parseXml } from './xml.js';

/** @throws DecodeError when it is not a task that we understand. */
export function decodeTask(xml: string, logonSessionId: string): Task {
  return task(expectRoot(parseXml(xml), 'Task'), logonSessionId);
}

/** @throws DecodeError when it is not a list of tasks that we understand. */
export function decodeTasks(xml: string, logonSessionId: string): readonly Task[] {
  const list = expectRoot(parseXml(xml), 'Tasks');

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
