import { z } from 'zod';
import { DURATION_FORMS, DURATION_PATTERN, durationSeconds } from './duration.js';
import { nearest } from './nearest.js';

/** What a value means, or (as a `no`) why it is refused. */
type Reading<T> = { readonly value: T } | { readonly no: string };

/** What may stand there, as JSON Schema: an editor can't call `read`. */
export type Form = Readonly<Record<string, unknown>>;

/** A field read by a function; its refusal is a sentence that follows the field's name. */
export function field<T>(read: (found: unknown) => Reading<T>, form: Form): z.ZodType<T> {
  const reader = z.unknown().transform((found, context) => {
    const reading = found === undefined ? { no: 'is missing' } : read(found);
    if ('value' in reading) return reading.value;
    context.addIssue({ code: 'custom', message: reading.no });

    return z.NEVER;
  });

  return reader.meta({ ...form });
}

/** A mapping that knows its keys; each unknown key is a line of the message, in their order. */
export function closed<T extends z.ZodRawShape>(shape: T) {
  const allowed = Object.keys(shape);

  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') {
        return `must be a mapping with the keys ${allowed.join(', ')}`;
      }
      const keys = issue.keys as readonly string[];

      return keys.map((key) => unknownKey(key, allowed)).join('\n');
    },
  });
}

/** A mapping from names that the operator chooses. */
export function named<T extends z.ZodType>(value: T, what: string) {
  const error = `must be a mapping from the name of ${what} to its settings`;

  return z.record(z.string().regex(NAME, { error: NAME_RULE }), value, { error });
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const NAME_RULE =
  'a name begins with a letter and holds letters, digits, hyphens and underscores, at most 63';

const TEXT = { type: 'string', pattern: '\\S' };

/** A mapping that is read by its `type`, so that errors speak of that type alone. */
export function byType<T extends string, S extends z.ZodType>(
  types: readonly T[],
  schemaOf: (type: T) => S,
) {
  const untyped = (found: unknown) =>
    z.looseObject({ type: word(types) }, { error: `must be a mapping (found ${kindOf(found)})` });

  return z.unknown().transform((found, context): z.infer<S> => {
    const type: unknown =
      typeof found === 'object' && found !== null && 'type' in found ? found.type : undefined;
    const known = types.find((candidate) => candidate === type);
    const result = (known === undefined ? untyped(found) : schemaOf(known)).safeParse(found);
    if (result.success) return result.data as z.infer<S>;
    // The issues of the chosen schema, with their own paths, become issues here.
    for (const issue of result.error.issues) {
      context.issues.push({ ...issue, input: found } as never);
    }

    return z.NEVER;
  });
}

/** Text that is not empty, without control characters. */
export const text = field((found) => {
  const isText = typeof found === 'string' && found.trim() !== '' && !/\p{Cc}/u.test(found);

  return isText ? { value: found } : { no: `must be text (found ${kindOf(found)})` };
}, TEXT);

export const trueOrFalse = field(
  (found) =>
    typeof found === 'boolean'
      ? { value: found }
      : { no: `must be true or false (found ${kindOf(found)})` },
  { type: 'boolean' },
);

export function wholeNumber(min: number, max: number): z.ZodType<number> {
  return field(
    (found) => {
      const isIn =
        typeof found === 'number' && Number.isInteger(found) && found >= min && found <= max;
      const shown = typeof found === 'number' ? String(found) : kindOf(found);

      return isIn
        ? { value: found }
        : { no: `must be a whole number from ${min} to ${max} (found ${shown})` };
    },
    { type: 'integer', minimum: min, maximum: max },
  );
}

/** A duration in seconds. */
export function duration(min: string, max: string): z.ZodType<number> {
  return field(
    (found) => {
      const seconds = typeof found === 'string' ? durationSeconds(found) : null;
      if (seconds === null) {
        return { no: `must be a duration like ${DURATION_FORMS} (found ${kindOf(found)})` };
      }
      const isIn = seconds >= (durationSeconds(min) ?? 0) && seconds <= (durationSeconds(max) ?? 0);

      return isIn ? { value: seconds } : { no: `must be a duration from ${min} to ${max}` };
    },
    { type: 'string', pattern: DURATION_PATTERN, examples: ['30s', '5m'] },
  );
}

/** One of a few words. */
export function word<T extends string>(allowed: readonly T[]): z.ZodType<T> {
  return field(
    (found) => {
      const value = allowed.find((candidate) => candidate === found);
      if (value !== undefined) return { value };
      const near = typeof found === 'string' ? nearest(found, allowed) : null;
      const hint = near === null ? '' : `; did you mean ${near}?`;

      return { no: `must be one of ${allowed.join(', ')} (found ${shownWord(found)})${hint}` };
    },
    { type: 'string', enum: [...allowed] },
  );
}

/** The root of a server: no credentials, no query. */
export const serverUrl = field(
  (found) => {
    const url = typeof found === 'string' && URL.canParse(found) ? new URL(found) : null;
    if (url === null || !/^https?:$/.test(url.protocol)) {
      return {
        no: "must be a URL like https://em.example.com:9398 ('https' or, with a warning, 'http')",
      };
    }
    if (url.username !== '' || url.password !== '') {
      return { no: 'must not hold credentials: use username and password' };
    }

    return url.search === '' && url.hash === ''
      ? { value: url.href.replace(/\/$/, '') }
      : { no: 'must not have a query or a fragment' };
  },
  { type: 'string', pattern: '^https?://[^?#@]+$' },
);

/** What was found, without its value. */
export function kindOf(found: unknown): string {
  if (found === null) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (found === '') return 'empty text';

  return typeof found === 'object' ? 'a mapping' : `a ${typeof found}`;
}

function shownWord(found: unknown): string {
  return typeof found === 'string' && /^[\w-]{1,40}$/.test(found) ? found : kindOf(found);
}

function unknownKey(key: string, allowed: readonly string[]): string {
  const near = nearest(key, allowed);
  const hint = near === null ? '' : `; did you mean ${near}?`;

  return `unknown key ${shownWord(key)}; allowed: ${allowed.join(', ')}${hint}`;
}
