import { DIRECTIVE_MESSAGES } from './directive-messages.js';
import type { Message } from './message-template.js';
import { CHILD_MESSAGES } from './messages/children.js';
import { DOCUMENT_MESSAGES } from './messages/document.js';
import { EXPRESSION_MESSAGES } from './messages/expressions.js';
import { INPUT_MESSAGES } from './messages/inputs.js';
import { MODE_MESSAGES } from './messages/modes.js';
import { ORDER_MESSAGES } from './messages/order.js';
import { SCHEDULE_MESSAGES } from './messages/schedule.js';
import { TARGET_MESSAGES } from './messages/targets.js';
import { VALUE_MESSAGES } from './messages/values.js';
import { WARNINGS } from './messages/warnings.js';

/** Everything the compiler can say. Each code has a section in docs/diagnostics.md. */
export const MESSAGES = {
  ...DOCUMENT_MESSAGES,
  ...VALUE_MESSAGES,
  ...INPUT_MESSAGES,
  ...EXPRESSION_MESSAGES,
  ...ORDER_MESSAGES,
  ...TARGET_MESSAGES,
  ...CHILD_MESSAGES,
  ...MODE_MESSAGES,
  ...SCHEDULE_MESSAGES,
  ...WARNINGS,
  ...DIRECTIVE_MESSAGES,
} satisfies Readonly<Record<string, Message<string>>>;

export type Code = keyof typeof MESSAGES;

type KeysOf<M> = M extends Message<infer K> ? K : never;

/** The parameters of a code's message. */
export type ParamsOf<C extends Code> = Readonly<
  Record<KeysOf<(typeof MESSAGES)[C]>, string | number>
>;
