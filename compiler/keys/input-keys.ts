import { boolean, choice, map, text } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { INPUT_TYPES } from './words.js';

export const INPUT_KEYS: KeyTable = {
  type: choice('What is given.', INPUT_TYPES),
  enum: { description: 'The values that are allowed.', type: 'array', minItems: 1 },
  pattern: text("string only: a regular expression that can't run away; anchor it with ^ and $."),
  min: { description: 'The least value; of a string or list its least size.' },
  max: { description: 'The greatest value; of a string or list its greatest size.' },
  default: { description: 'The value where none is given; without it that is null.' },
  required: boolean('true: no run without it.'),
  description: text('Shown when the input is missing.'),
};

export const INPUT: JsonSchema = map('Something that is given to a run.', INPUT_KEYS, {
  required: ['type'],
});
