import type { NotifyStep } from '../../plan/plan.js';
import { exactlyOne, map, template, text } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';

/** The channels, each under a key of its own. */
export const CHANNEL_KEYS: Readonly<Record<NotifyStep['channel']['kind'], JsonSchema>> = {
  webhook: text('A notification of the configuration, of type webhook.'),
  slack: text('A notification of the configuration, of type slack.'),
  email: text('A notification of the configuration, of type email.'),
};

export const NOTIFY_KEYS: KeyTable = {
  ...CHANNEL_KEYS,
  subject: template("email only: the subject; default: the run's name."),
  message: template('What is told.'),
};

/** The value of `notify`. */
export const NOTIFY: JsonSchema = map(
  'Tells somebody. It never fails or holds a run.',
  NOTIFY_KEYS,
  {
    required: ['message'],
    ...exactlyOne(Object.keys(CHANNEL_KEYS)),
    dependencies: { subject: { required: ['email'] } },
  },
);
