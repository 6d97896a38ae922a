import { DecodeError } from './decode-error.js';

/** @throws DecodeError that names the value when it is none of the allowed words. */
export function oneOf<T extends string>(value: string, allowed: readonly T[], where: string): T {
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;

  throw new DecodeError(`${where} "${value.slice(0, 100)}" is not one of ${allowed.join(', ')}`);
}

/** @throws DecodeError when it is not a whole number within 0..max. */
export function wholeNumber(text: string, max: number, where: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return value;

  throw new DecodeError(`${where} "${text.slice(0, 100)}" is not a whole number from 0 to ${max}`);
}
