import { DecodeError } from '../transport/decode-error.js';

/** @throws DecodeError when the server answered with another resource than was asked for. */
export function expectSame<T>(value: T, field: keyof T, expected: string): T {
  const found = value[field];
  if (found === expected) return value;

  throw new DecodeError(
    `${String(field)} "${String(found)}" came where "${expected}" was asked for`,
  );
}
