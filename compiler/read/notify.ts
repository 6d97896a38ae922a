import type { NotifyStep } from '../../plan/plan.js';
import type { NotifyAction } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import { CHANNEL_KEYS, NOTIFY_KEYS } from '../keys/notify-keys.js';
import type { Problems } from '../problems.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { readText } from './scalars.js';
import type { StepContext } from './step-context.js';
import { readValue } from './value.js';

const CHANNELS = Object.keys(CHANNEL_KEYS) as readonly NotifyStep['channel']['kind'][];

const SHAPE = {
  what: 'notify',
  known: Object.keys(NOTIFY_KEYS),
  elsewhere: {
    url: 'the notification in temporal.config.yaml, which a runbook only names',
    to: 'the notification in temporal.config.yaml, which a runbook only names',
  },
};

/** Reads `notify: { webhook | slack | email: NAME, message, subject }`. */
export function readNotify(
  node: DocNode,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): NotifyAction | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const channel = readChannel(fields, problems);
  const messageNode = need(fields, 'message', "message: '${{ run.runbook }} has begun'", problems);
  const text = (what: string, value: DocNode) =>
    readValue(value, { what, type: 'string', ...context }, problems);
  const message = messageNode && text('message', messageNode);
  const subjectEntry = fields.entries.get('subject');
  const subject = subjectEntry === undefined ? null : text('subject', subjectEntry.value);
  if (channel === null || message === null) return null;
  if (subjectEntry !== undefined && channel.kind !== 'email') {
    const what = `a ${channel.kind} notification`;
    problems.add('key-not-here', subjectEntry.keySpan, { found: 'subject', what, owner: 'email' });
  }
  return { verb: 'notify', verbSpan, notice: { channel, message, subject } };
}

function readChannel(fields: Fields, problems: Problems): NotifyStep['channel'] | null {
  const [first, second] = CHANNELS.flatMap((kind) => {
    const entry = fields.entries.get(kind);
    return entry === undefined ? [] : [{ kind, entry }];
  });
  if (first !== undefined && second === undefined) {
    const name = readText(first.entry.value, 'the name of a notification', problems);
    return name === null ? null : { kind: first.kind, name };
  }
  if (first === undefined && fields.hasStranger) return null;
  problems.add('exactly-one', second?.entry.keySpan ?? fields.span, {
    what: 'A notify step',
    known: CHANNELS.join(', '),
    found: first === undefined ? 'none' : `${first.kind} and ${second?.kind ?? ''}`,
    advice: 'Write one step for each that is to be told.',
  });
  return null;
}
