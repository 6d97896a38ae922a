import { DecodeError } from './decode-error.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a body, without its byte order mark. Another encoding would show as names that are
 * not quite the ones that were meant.
 *
 * @throws DecodeError when it is not UTF-8.
 */
export function utf8(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new DecodeError('the answer is not UTF-8');
  }
}
