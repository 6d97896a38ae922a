import type { Json } from './json.js';
import { LIST_LIMIT } from './inputs.js';

/**
 * A JSON value as CEL wants it: whole numbers are BigInt (CEL's int), objects are Maps, so that no
 * key can reach a prototype. Throws a RangeError for a list longer than 1,000 items.
 */
export function toCel(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) {
    if (value.length > LIST_LIMIT) {
      throw new RangeError(
        `a list of ${value.length} items is too long; expressions take ${LIST_LIMIT}`,
      );
    }
    return value.map(toCel);
  }
  return new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
}

/**
 * What CEL gave, as JSON. Throws a RangeError for what JSON can't say: numbers beyond 2^53, infinity,
 * keys that are not texts, bytes and types.
 */
export function fromCel(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return fromInt(value);
  if (typeof value === 'number') return fromDouble(value);
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map) return fromEntries([...value.entries()]);
  if (typeof value === 'object' && value.constructor === Object) {
    return fromEntries(Object.entries(value));
  }
  throw new RangeError('the result is neither text, number, boolean, null, list nor map');
}

function fromInt(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError('the result is a whole number beyond 2^53');
}

function fromDouble(value: number): number {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  throw new RangeError('the result is not a finite number');
}

function fromEntries(entries: readonly (readonly unknown[])[]): Json {
  return Object.fromEntries(
    entries.map(([key, item]) => {
      if (typeof key !== 'string')
        throw new RangeError('a map of the result has a key that is no text');
      return [key, fromCel(item)];
    }),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
