import { DecodeError } from '../../../clients/transport/decode-error.js';

/** What a decoder does with a text; anything but a value or a DecodeError is thrown. */
export function settle(
  decode: (body: string) => unknown,
  body: string,
): { readonly value: unknown } | 'refused' {
  try {
    return { value: decode(body) };
  } catch (error) {
    if (error instanceof DecodeError) return 'refused';
    throw error;
  }
}
