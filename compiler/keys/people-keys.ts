import { boolean, choice, duration, integer, list, map, template, text } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { MOST_PEOPLE, ON_TIMEOUT } from './words.js';

const FROM = list(
  'Groups of the configuration, or people.',
  text('The name of a group, or of a person.'),
  1,
);

export const APPROVE_KEYS: KeyTable = {
  message: template('What is asked.'),
  from: FROM,
  min: integer('How many of them must say yes; default 1.', 1, MOST_PEOPLE),
  notRequester: boolean('true: whoever started the run does not count.'),
  timeout: duration('How long an answer is waited for; without it for ever.'),
  onTimeout: choice(
    'What follows when nobody answers in time. Default: live pause, drill abort.',
    ON_TIMEOUT,
  ),
  breakGlass: text('A group: one of it may pass this alone, with a reason. The run is marked.'),
  remindEvery: duration('How often they are reminded, 1m or more.'),
};

/** The value of `approve`. */
export const APPROVE: JsonSchema = map(
  'Waits until enough people have said yes. A rejection aborts the run.',
  APPROVE_KEYS,
  { required: ['message', 'from'], dependencies: { onTimeout: { required: ['timeout'] } } },
);

export const TASK_KEYS: KeyTable = {
  do: template('What is to be done.'),
  from: { ...FROM, description: `${FROM.description ?? ''} Default: anybody.` },
  timeout: duration('How long it may take; after it the step has failed.'),
};

/** The value of `task`. */
export const TASK: JsonSchema = map(
  'Work for a person, answered done, failed or skipped with a note.',
  TASK_KEYS,
  { required: ['do'] },
);
