import { DATETIME_PATTERN } from '../../plan/datetime.js';
import { DURATION_PATTERN } from '../../plan/duration.js';
import { CEL_KEYWORDS, ID_FORM, ID_LENGTH } from './id-form.js';
import type { JsonSchema, KeyTable } from './json-schema.js';

// The forms that a value of the runbook may have. Each is made with the words that an editor shows
// when the pointer rests on the key.

/** `${{ CEL }}` somewhere in a text; `$${{` is a literal. */
const EXPRESSION = '(?:^|[^$])\\$\\{\\{';

const WHOLE_EXPRESSION = '^\\$\\{\\{[\\s\\S]*\\}\\}$';

/** Keys that begin with `x-` are free everywhere, for anchors. */
const FREE = { '^x-': {} } as const;

export function text(description: string, more: JsonSchema = {}): JsonSchema {
  return { description, type: 'string', pattern: '\\S', ...more };
}

/** A text in which expressions may stand. */
export function template(description: string, more: JsonSchema = {}): JsonSchema {
  return text(`${description} May hold \${{ }}.`, more);
}

export function duration(description: string, more: JsonSchema = {}): JsonSchema {
  const examples = ['30s', '5m', '1h30m'];
  return { description, type: 'string', pattern: DURATION_PATTERN, examples, ...more };
}

/** A duration, or a text that is or holds an expression. */
export function durationValue(description: string): JsonSchema {
  const pattern = `${DURATION_PATTERN}|${EXPRESSION}`;
  return duration(`${description} A duration or \${{ }}.`, { pattern });
}

/** A time with an offset, or a text that is or holds an expression. */
export function timeValue(description: string): JsonSchema {
  return {
    description: `${description} A time with an offset, or \${{ }}.`,
    type: 'string',
    pattern: `${DATETIME_PATTERN}|${EXPRESSION}`,
    examples: ['2026-11-21T03:00:00Z'],
  };
}

/** Null means something there. */
export function orNull(form: JsonSchema): JsonSchema {
  const { description, ...rest } = form;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, { type: 'null' }] };
}

export function integer(description: string, low: number, high: number): JsonSchema {
  return { description, type: 'integer', minimum: low, maximum: high };
}

/** A whole number, or one expression that gives it. */
export function integerValue(description: string, low: number, high: number): JsonSchema {
  return {
    description: `${description} A number or \${{ }}.`,
    anyOf: [
      { type: 'integer', minimum: low, maximum: high },
      { type: 'string', pattern: WHOLE_EXPRESSION },
    ],
  };
}

export function boolean(description: string): JsonSchema {
  return { description, type: 'boolean' };
}

export function choice(description: string, words: readonly string[]): JsonSchema {
  return { description, type: 'string', enum: words };
}

/** One expression, and nothing beside it. */
export function wholeExpression(description: string): JsonSchema {
  return { description, type: 'string', pattern: WHOLE_EXPRESSION };
}

/** An expression without its wrapper. */
export function cel(description: string): JsonSchema {
  return text(`${description} CEL, without \${{ }}.`);
}

/** A list in which nothing stands twice. */
export function list(description: string, items: JsonSchema, minItems = 0): JsonSchema {
  return { description, type: 'array', items, uniqueItems: true, minItems };
}

/** An id of a step, target or input, as it is declared. */
export function id(description: string): JsonSchema {
  return { description, type: 'string', pattern: ID_PATTERN, maxLength: ID_LENGTH };
}

const ID_PATTERN = `^(?!(?:${[...CEL_KEYWORDS].join('|')})$)${ID_FORM.source.slice(1)}`;

/** A closed map. */
export function map(description: string, keys: KeyTable, more: JsonSchema = {}): JsonSchema {
  return {
    description,
    type: 'object',
    properties: keys,
    patternProperties: FREE,
    additionalProperties: false,
    ...more,
  };
}

/** A map from ids that the author chooses. */
export function named(description: string, value: JsonSchema): JsonSchema {
  return {
    description,
    type: 'object',
    patternProperties: { ...FREE, [ID_PATTERN]: value },
    additionalProperties: false,
  };
}

/** A map from names that the author chooses to any values. */
export function free(description: string): JsonSchema {
  return { description, type: 'object' };
}

/** Exactly one of these keys stands in the map. */
export function exactlyOne(keys: readonly string[]): JsonSchema {
  return { oneOf: keys.map((key) => ({ required: [key] })) };
}

/** At least one of these keys stands in the map. */
export function oneOrMore(keys: readonly string[]): JsonSchema {
  return { anyOf: keys.map((key) => ({ required: [key] })) };
}
