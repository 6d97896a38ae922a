import type { JsonSchema } from './json-schema.js';

/** `2` or `10%`. */
export function tolerance(what: string): JsonSchema {
  return {
    description:
      `How many of the ${what} may end failed, unknown or cancelled: a number, or a percentage ` +
      '(rounded down). Default 0.',
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern: '^(?:100(?:\\.0{1,3})?|\\d{1,2}(?:\\.\\d{1,3})?) ?%$' },
    ],
    examples: [0, '10%'],
  };
}
