import type { z } from 'zod';
import { field } from './fields.js';

/** A reference as it stands in the file. */
export type WrittenReference = { readonly env: string } | { readonly file: string };

type WrittenText = string | WrittenReference;

const FORMS = '{ env: NAME } or { file: PATH }';

/** A secret. What stands there instead of a reference is never echoed: it may be the secret. */
export const secret: z.ZodType<WrittenReference> = field<WrittenReference>((found) => {
  const reference = referenceOf(found);
  if (reference !== null) return { value: reference };
  const why = typeof found === 'string' ? 'is a secret written in clear' : 'is not a reference';

  return { no: `${why}: write ${FORMS} instead` };
});

/** Text that may be a reference. */
export const textOrReference: z.ZodType<WrittenText> = field<WrittenText>((found) => {
  if (typeof found === 'string' && found.trim() !== '') return { value: found };
  const reference = referenceOf(found);

  return reference === null ? { no: `must be text, ${FORMS}` } : { value: reference };
});

/** A reference, or null when it is anything else. */
export function referenceOf(found: unknown): WrittenReference | null {
  if (typeof found !== 'object' || found === null) return null;
  const entries: [string, unknown][] = Object.entries(found);
  const [key, value] = entries[0] ?? [];
  if (entries.length !== 1 || typeof value !== 'string') return null;
  if (key === 'env') return /^[A-Za-z_]\w{0,127}$/.test(value) ? { env: value } : null;

  return key === 'file' && value.trim() !== '' && !/\p{Cc}/u.test(value) ? { file: value } : null;
}
