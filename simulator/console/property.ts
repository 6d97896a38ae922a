import { badParameter } from './console-problem.js';
import { isObject, type Json, type JsonObject } from './json.js';

const COLLATIONS = ['ordinal', 'ignorecase', 'lexicographic'] as const;

export type Collation = (typeof COLLATIONS)[number];

export function isCollation(value: Json): value is Collation {
  return COLLATIONS.some((collation) => collation === value);
}

/**
 * The value at a path as `lastSession.status`; null below a null. Throws ConsoleProblem 400, which
 * blames `parameter`, for a property that the resource does not have.
 */
export function propertyOf(row: JsonObject, path: string, parameter: string): Json {
  let value: Json = row;
  for (const name of path.split('.')) {
    if (value === null) return null;
    const next: Json | undefined = isObject(value) ? value[name] : undefined;
    if (next === undefined) throw badParameter(parameter, `Unknown property "${path}".`);
    value = next;
  }
  return value;
}

/** Less than 0, 0 or more than 0. Null comes before everything else. */
export function compareJson(a: Json, b: Json, collation: Collation): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [fold(a, collation), fold(b, collation)];
  if (left === right) return 0;
  if (isTime(left) && isTime(right)) return Date.parse(left) - Date.parse(right);
  return left < right ? -1 : 1;
}

function fold(value: Json, collation: Collation): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return collation === 'ordinal' ? text : text.toLowerCase();
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dt\d\d:\d\d/i.test(text);
}
