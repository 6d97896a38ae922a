/** A payload that is not what was asked for: where it broke and what stood there. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}
