import type { OnTimeout } from '../../plan/plan.js';
import type { ApproveAction } from '../action.js';
import type { DocNode, Located, Span } from '../document-node.js';
import { APPROVE_KEYS } from '../keys/people-keys.js';
import { MOST_PEOPLE, ON_TIMEOUT } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { readPeople } from './people.js';
import { readBoolean, readChoice, readDuration, readInteger, readText } from './scalars.js';
import type { StepContext } from './step-context.js';
import { readValue } from './value.js';

const SHAPE = { what: 'approve', known: Object.keys(APPROVE_KEYS) };

/** People are not reminded more often than this. */
const LEAST_REMINDER = 60;

/** Reads `approve: { message, from, min, notRequester, timeout, onTimeout, breakGlass, remindEvery }`. */
export function readApprove(
  node: DocNode,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): ApproveAction | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const value = (key: string): DocNode | undefined => fields.entries.get(key)?.value;
  const messageNode = need(fields, 'message', "message: 'Fail over ERP?'", problems);
  const fromNode = need(fields, 'from', 'from: [dr-leads], groups or people', problems);
  const message =
    messageNode &&
    readValue(messageNode, { what: 'message', type: 'string', ...context }, problems);
  const from = fromNode && readPeople(fromNode, problems);
  const [min, notRequester, breakGlass] = [
    value('min'),
    value('notRequester'),
    value('breakGlass'),
  ];
  const [timeout, remindEvery] = [value('timeout'), value('remindEvery')];
  const approval = {
    min: (min && readInteger(min, 'min', [1, MOST_PEOPLE], problems)) ?? 1,
    notRequester: (notRequester && readBoolean(notRequester, 'notRequester', problems)) ?? false,
    breakGlass: breakGlass ? readText(breakGlass, 'breakGlass', problems) : null,
    remindEverySeconds: remindEvery
      ? readDuration(remindEvery, 'remindEvery', problems, LEAST_REMINDER)
      : null,
  };
  const timeoutSeconds = timeout ? readDuration(timeout, 'timeout', problems, 1) : null;
  const onTimeout = readOnTimeout(fields, problems);
  if (message === null || from === null) return null;
  return {
    verb: 'approve',
    verbSpan,
    approval: { ...approval, message, from },
    timeoutSeconds,
    onTimeout,
  };
}

function readOnTimeout(fields: Fields, problems: Problems): Located<OnTimeout> | null {
  const entry = fields.entries.get('onTimeout');
  if (entry === undefined) return null;
  const value = readChoice(entry.value, 'onTimeout', ON_TIMEOUT, problems);
  if (!fields.entries.has('timeout')) {
    problems.add('missing-key', entry.keySpan, {
      what: '"onTimeout"',
      key: 'timeout',
      example: 'a timeout, as "timeout: 30m": without one it never comes to that',
    });
  }
  return value === null ? null : { value, span: entry.value.span };
}
