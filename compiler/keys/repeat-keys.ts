import { cel, duration, id, integer, map } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { tolerance } from './tolerance-form.js';
import { CONCURRENCY, MOST_RETRIES } from './words.js';

export const RETRY_KEYS: KeyTable = {
  attempts: integer('Further attempts after the first.', 0, MOST_RETRIES),
  every: duration('How long between two attempts; default 10s.'),
};

/** The value of `retry`. */
export const RETRY: JsonSchema = {
  description:
    'Further attempts after a clear failure, before onFailure decides. Never where it is unclear ' +
    'what an attempt has done.',
  anyOf: [
    integer('Further attempts, 10s apart.', 0, MOST_RETRIES),
    map('Attempts, and how far apart.', RETRY_KEYS, { required: ['attempts'] }),
  ],
};

export const FOREACH_KEYS: KeyTable = {
  items: {
    description: 'A list, or CEL without ${{ }} that gives one.',
    anyOf: [cel('What gives the list.'), { type: 'array', minItems: 1 }],
    examples: ['targets.withLabel("tier1")'],
  },
  as: id("The item's name in the step's expressions."),
  key: cel('What names an item for people; default: the item itself, or its place.'),
  concurrency: integer('How many are done at a time; default 1.', ...CONCURRENCY),
  tolerate: tolerance('items'),
};

/** The value of `foreach`. */
export const FOREACH: JsonSchema = map(
  'Does the step once for each item, all of them to an end.',
  FOREACH_KEYS,
  { required: ['items', 'as'] },
);
