import type { TaskAction } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import { TASK_KEYS } from '../keys/people-keys.js';
import type { Problems } from '../problems.js';
import { need, readFields } from './fields.js';
import { readPeople } from './people.js';
import { readDuration } from './scalars.js';
import type { StepContext } from './step-context.js';
import { readValue } from './value.js';

const SHAPE = { what: 'task', known: Object.keys(TASK_KEYS) };

/** Reads `task: { do, from, timeout }`: work for a person. */
export function readTask(
  node: DocNode,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): TaskAction | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const doNode = need(fields, 'do', "do: 'Switch the telephones over'", problems);
  const work = doNode && readValue(doNode, { what: 'do', type: 'string', ...context }, problems);
  const from = fields.entries.get('from')?.value;
  const timeout = fields.entries.get('timeout')?.value;
  const people = from === undefined ? [] : readPeople(from, problems);
  const timeoutSeconds = timeout ? readDuration(timeout, 'timeout', problems, 1) : null;
  return work && { verb: 'task', verbSpan, task: { do: work, from: people }, timeoutSeconds };
}
