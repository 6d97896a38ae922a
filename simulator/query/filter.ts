import { assertNever } from '../assert-never.js';
import type { FieldValue } from '../resources/row.js';

import { FilterError, tokenize, type Operator, type Token } from './tokens.js';

export type Fields = Readonly<Record<string, FieldValue>>;

/** A filter read and ready: whether a resource with these fields is in. */
export type Filter = (fields: Fields) => boolean;

/**
 * Reads a filter: `field OP value`, `;` for and, `,` for or (and binds tighter), parentheses.
 * Throws FilterError; so does the filter itself for a field that the type does not have.
 */
export function parseFilter(source: string): Filter {
  const reader = new TokenReader(tokenize(source));
  const filter = readOr(reader);
  if (!reader.atEnd()) throw new FilterError('Filter: something follows its end.');
  return filter;
}

/** Finds a field by name, whatever its case; null when there is none. */
export function findField(fields: Fields, name: string): FieldValue | null {
  // As it is spelt, which is nearly always: thousands of rows are looked at.
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (own !== undefined) return own;
  const lower = name.toLowerCase();
  const key = Object.keys(fields).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? null : (fields[key] ?? null);
}

/** Less than 0, 0 or more than 0, as the first comes before, with or after the second. */
export function compareFields(a: FieldValue, b: FieldValue): number {
  if (a.kind === 'time' && b.kind === 'time') return (a.value ?? 0) - (b.value ?? 0);
  if (a.kind === 'enum' && b.kind === 'enum') return rank(a, a.value) - rank(b, b.value);
  return compareText(String(a.value), String(b.value));
}

class TokenReader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  /** Takes the next token when it is of this kind. */
  take<K extends Token['kind']>(kind: K): Extract<Token, { readonly kind: K }> | null {
    const token = this.#tokens[this.#next];
    if (token?.kind !== kind) return null;
    this.#next += 1;
    return token as Extract<Token, { readonly kind: K }>;
  }
}

function readOr(reader: TokenReader): Filter {
  const parts = [readAnd(reader)];
  while (reader.take('or') !== null) parts.push(readAnd(reader));
  return (fields) => parts.some((part) => part(fields));
}

function readAnd(reader: TokenReader): Filter {
  const parts = [readTerm(reader)];
  while (reader.take('and') !== null) parts.push(readTerm(reader));
  return (fields) => parts.every((part) => part(fields));
}

function readTerm(reader: TokenReader): Filter {
  if (reader.take('open') !== null) {
    const inner = readOr(reader);
    if (reader.take('close') === null)
      throw new FilterError('Filter: a parenthesis is not closed.');
    return inner;
  }
  const field = reader.take('word');
  const operator = reader.take('operator');
  const value = reader.take('word');
  if (field === null || operator === null || value === null) {
    throw new FilterError('Filter: expected a field, an operator and a value.');
  }
  return (fields) => holds(fields, field.text, operator.text, value.text);
}

function holds(fields: Fields, name: string, operator: Operator, value: string): boolean {
  const field = findField(fields, name);
  if (field === null) {
    const known = Object.keys(fields).join(', ');
    throw new FilterError(`Filter: no field "${name}"; there are ${known}.`);
  }
  // A time that is not there yet is in no range.
  if (field.kind === 'time' && field.value === null) return operator === '!=';
  return decide(operator, compareValue(field, value));
}

function compareValue(field: FieldValue, value: string): number {
  switch (field.kind) {
    case 'text':
      return compareText(field.value, value);
    case 'time': {
      const time = Date.parse(value);
      if (Number.isNaN(time)) throw new FilterError(`Filter: "${value}" is no time.`);
      return (field.value ?? 0) - time;
    }
    case 'enum': {
      const wanted = rank(field, value);
      if (wanted < 0) {
        throw new FilterError(`Filter: no value "${value}"; there are ${field.order.join(', ')}.`);
      }
      return rank(field, field.value) - wanted;
    }
    default:
      return assertNever(field);
  }
}

function decide(operator: Operator, order: number): boolean {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    default:
      return assertNever(operator);
  }
}

function rank(field: FieldValue & { readonly kind: 'enum' }, value: string): number {
  const lower = value.toLowerCase();
  return field.order.findIndex((candidate) => candidate.toLowerCase() === lower);
}

// Enterprise Manager keeps its data in a database that compares text without regard to case.
function compareText(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
