import type { z } from 'zod';
import type { Form } from './fields.js';
import { field } from './fields.js';

const ENV_NAME = /^[A-Za-z_]\w{0,127}$/;

/** A reference as it stands in the file. */
export type WrittenReference = { readonly env: string } | { readonly file: string };

type WrittenText = string | WrittenReference;

const FORMS = '{ env: NAME } or { file: PATH }';

const only = (key: string, pattern: string, description: string): Form => ({
  type: 'object',
  properties: { [key]: { type: 'string', pattern, description } },
  required: [key],
  additionalProperties: false,
});

/** A reference as JSON Schema. */
export const REFERENCE: Form = {
  anyOf: [
    only('env', ENV_NAME.source, 'The name of an environment variable of the worker.'),
    only('file', '\\S', 'The path of a file that holds it, relative to the configuration.'),
  ],
};

/** A secret. What stands there instead of a reference is never echoed: it may be the secret. */
export const secret: z.ZodType<WrittenReference> = field<WrittenReference>((found) => {
  const reference = referenceOf(found);
  if (reference !== null) return { value: reference };
  const why = typeof found === 'string' ? 'is a secret written in clear' : 'is not a reference';

  return { no: `${why}: write ${FORMS} instead` };
}, REFERENCE);

/** Text that may be a reference. */
export const textOrReference: z.ZodType<WrittenText> = field<WrittenText>(
  (found) => {
    if (typeof found === 'string' && found.trim() !== '') return { value: found };
    const reference = referenceOf(found);

    return reference === null ? { no: `must be text, ${FORMS}` } : { value: reference };
  },
  { anyOf: [{ type: 'string', pattern: '\\S' }, REFERENCE] },
);

/** A reference, or null when it is anything else. */
export function referenceOf(found: unknown): WrittenReference | null {
  if (typeof found !== 'object' || found === null) return null;
  const entries: [string, unknown][] = Object.entries(found);
  const [key, value] = entries[0] ?? [];
  if (entries.length !== 1 || typeof value !== 'string') return null;
  if (key === 'env') return ENV_NAME.test(value) ? { env: value } : null;

  return key === 'file' && value.trim() !== '' && !/\p{Cc}/u.test(value) ? { file: value } : null;
}
