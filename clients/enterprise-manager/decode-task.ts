import { DecodeError } from '../transport/decode-error.js';
import { oneOf } from '../transport/values.js';
import { parseBody } from './body.js';
import { child, hrefGuid, links, linkType, optionalText, requiredText } from './fields.js';
import type { Task } from './resources.js';
import { TASK_STATES } from './resources.js';
import type { XmlElement } from './xml.js';

/** @throws DecodeError when it is not a task that we understand. */
export function decodeTask(body: string, logonSessionId: string): Task {
  return taskOf(parseBody(body, 'Task'), logonSessionId);
}

/** @throws DecodeError when the element is not a task that we understand. */
export function taskOf(element: XmlElement, logonSessionId: string): Task {
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

/** Of several none is chosen: no page says which of them would be the job. */
function related(element: XmlElement): Task['related'] {
  const found = links(element).filter((link) => link.attributes.get('Rel') === 'Related');
  const [first, ...others] = found.map((link) => ({ type: linkType(link), id: hrefGuid(link) }));
  const isOne = others.every(({ type, id }) => type === first?.type && id === first.id);
  if (first === undefined || first.type === null || first.id === null || !isOne) return null;

  return { type: first.type, id: first.id };
}
