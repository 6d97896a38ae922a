import type { ExpressionScope, ItemFacts, RunScope } from './expression-scope.js';
import { isNullable } from './expression-scope.js';
import type { Json, JsonObject } from './json.js';

/** What is known of the items of a `foreach` before the run, of each of them. */
export type KnownItem = Pick<ItemFacts, 'type' | 'fields'>;

const strictOf = new WeakMap<RunScope, RunScope>();

/**
 * The scope in which what may be null has its declared type, and the item that of its values: an
 * expression that is wrong there is wrong whatever is given. null: nothing more is known of what it
 * names than in the scope itself, or it asks itself whether something is there.
 */
export function strictScope(cel: string, scope: ExpressionScope): RunScope | null {
  if (scope.kind !== 'run' || /\b(?:has|orDefault)\b/.test(cel)) return null;
  const { inputs, item } = scope;
  const hasNullable = cel.includes('inputs') && inputs.some(isNullable);
  const isOfItem = item?.known !== undefined && cel.includes(item.name);
  if (!hasNullable && !isOfItem) return null;
  const made = strictOf.get(scope) ?? {
    ...scope,
    inputs: inputs.map((input) => ({ ...input, required: true })),
    ...(item === undefined ? {} : { item: { ...item, ...item.known } }),
  };
  strictOf.set(scope, made);
  return made;
}

const SIMPLE = new Set(['int', 'double', 'string', 'bool']);
const OVERLOAD = /^no such overload: ([\w<>]+) (==|!=|<=?|>=?|[-+*/%]) ([\w<>]+)(?: |$)/;

/**
 * Whether a problem of the strict scope is one in every run. Not the type of a branch that the value
 * chooses, nor what is compared with null; and 1 == 1.0, where the type of the first is not declared.
 */
export function isCertain(problem: string): boolean {
  if (/^(?:No such key: |Cannot index type '(?:int|double|string|bool)')/.test(problem))
    return true;
  const [, left = '', operator = '', right = ''] = OVERLOAD.exec(problem) ?? [];
  if (!SIMPLE.has(left) || !SIMPLE.has(right)) return false;
  const areNumbers = [left, right].every((type) => type === 'int' || type === 'double');
  return !areNumbers || (operator !== '==' && operator !== '!=');
}

/** What all of these values have in common. */
export function knownItem(values: readonly Json[]): KnownItem {
  if (!values.every(isMap)) return { type: commonType(values) };
  const keys = [...new Set(values.flatMap(Object.keys))];
  if (!keys.every((key) => /^[A-Za-z]\w*$/.test(key))) return { type: 'map' };
  const fields = keys.map((key): [string, ItemFacts['type']] => [
    key,
    commonType(values.flatMap((value) => value[key] ?? [])),
  ]);
  return { type: 'map', fields: Object.fromEntries(fields) };
}

function commonType(values: readonly Json[]): ItemFacts['type'] {
  const [first, ...others] = values.map(typeOf);
  return first !== undefined && others.every((type) => type === first) ? first : 'any';
}

function typeOf(value: Json): ItemFacts['type'] {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isSafeInteger(value) ? 'integer' : 'number';
    default:
      return Array.isArray(value) ? 'list' : 'any';
  }
}

function isMap(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
