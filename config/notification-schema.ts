import { z } from 'zod';
import { NOTIFICATION_EVENTS, type NotificationEvent } from './config.js';
import { byType, closed, field, kindOf, text, trueOrFalse, wholeNumber, word } from './fields.js';
import { secret, textOrReference } from './secret-field.js';

export const NOTIFICATION_TYPES = ['webhook', 'slack', 'email'] as const;

const events = z.array(word<NotificationEvent>(NOTIFICATION_EVENTS), {
  error: `must be a list of ${NOTIFICATION_EVENTS.join(', ')}`,
});

const tls = closed({ caFile: text.optional(), insecure: trueOrFalse.optional() });

/** The whole url is a secret: who has it can post. */
const byHttp = closed({
  type: word<'webhook' | 'slack'>(['webhook', 'slack']),
  url: secret,
  events: events.optional(),
  tls: tls.optional(),
});

/** Enough to see a mistake; whether the address is somebody's shows when it is used. */
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;
const NAMED_ADDRESS = /^[^<>\p{Cc}]*<[^\s@<>,;"]+@[^\s@<>,;"]+>$/u;
const HOST = /^[\w.:-]{1,253}$/;

const address = field(
  (found) =>
    typeof found === 'string' && ADDRESS.test(found)
      ? { value: found }
      : { no: `must be an address like dr@example.com (found ${kindOf(found)})` },
  { type: 'string', pattern: ADDRESS.source },
);

const sender = field(
  (found) =>
    typeof found === 'string' && (ADDRESS.test(found) || NAMED_ADDRESS.test(found))
      ? { value: found }
      : {
          no: `must be an address like dr@example.com or Drillbook <dr@example.com> (found ${kindOf(found)})`,
        },
  {
    anyOf: [
      { type: 'string', pattern: ADDRESS.source },
      { type: 'string', pattern: NAMED_ADDRESS.source },
    ],
  },
);

const host = field(
  (found) =>
    typeof found === 'string' && HOST.test(found)
      ? { value: found }
      : {
          no: `must be a host name like smtp.example.com, without scheme and port (found ${kindOf(found)})`,
        },
  { type: 'string', pattern: HOST.source },
);

const byEmail = closed({
  type: word<'email'>(['email']),
  host,
  port: wholeNumber(1, 65_535).optional(),
  secure: trueOrFalse.optional(),
  user: textOrReference.optional(),
  password: secret.optional(),
  from: sender,
  to: z.array(address, { error: 'must be a list of addresses' }).min(1, 'must name an address'),
  events: events.optional(),
  tls: tls.optional(),
}).superRefine(({ user, password }, context) => {
  if ((user === undefined) === (password === undefined)) return;
  const missing = user === undefined ? 'user' : 'password';
  const message = `has no ${missing}: user and password go together`;
  context.addIssue({ code: 'custom', path: [], message });
});

/** What a channel of a type may hold. */
export function notificationSchema(type: (typeof NOTIFICATION_TYPES)[number]) {
  return type === 'email' ? byEmail : byHttp;
}

/** A notification channel, read by its type. */
export const notification = byType(NOTIFICATION_TYPES, notificationSchema);

export type WrittenByHttp = z.infer<typeof byHttp>;
export type WrittenByEmail = z.infer<typeof byEmail>;
