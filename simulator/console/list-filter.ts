import { badParameter } from './console-problem.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { compareJson, isCollation, propertyOf, type Collation } from './property.js';

const GROUPS = ['and', 'or', 'not', 'exclusiveOr'] as const;

type Test = (row: JsonObject) => boolean;

/** Reads `filter`: a list of conditions, all of which must hold. Throws ConsoleProblem 400. */
export function readFilter(filter: Json): Test {
  if (!Array.isArray(filter)) throw bad('must be a list of conditions.');
  const tests = (filter as readonly Json[]).map(readCondition);
  return (row) => tests.every((test) => test(row));
}

function readCondition(condition: Json): Test {
  if (!isObject(condition)) throw bad('has a condition that is no object.');
  const { operation } = condition;
  if (typeof operation !== 'string') throw bad('has a condition without an operation.');
  const group = GROUPS.find((name) => name === operation);
  if (group !== undefined) return readGroup(group, condition['items'] ?? null);
  const { property, value, collation } = condition;
  if (typeof property !== 'string') throw bad('has a condition without a property.');
  const decide = OPERATIONS[operation];
  if (decide === undefined) throw bad(`has an unknown operation "${operation}".`);
  if (collation !== undefined && !isCollation(collation)) throw bad('has an unknown collation.');
  const by = collation ?? 'ordinal';
  return (row) => decide(propertyOf(row, property, 'filter'), value ?? null, by);
}

function readGroup(group: (typeof GROUPS)[number], items: Json): Test {
  if (!Array.isArray(items)) throw bad(`has an operation "${group}" without items.`);
  const tests = (items as readonly Json[]).map(readCondition);
  const held = (row: JsonObject): number => tests.filter((test) => test(row)).length;
  switch (group) {
    case 'and':
      return (row) => held(row) === tests.length;
    case 'or':
      return (row) => held(row) > 0;
    case 'not':
      return (row) => held(row) === 0;
    case 'exclusiveOr':
      return (row) => held(row) === 1;
  }
}

type Decide = (found: Json, value: Json, collation: Collation) => boolean;

const equals: Decide = (found, value, collation) => compareJson(found, value, collation) === 0;
const isIn: Decide = (found, values, by) =>
  listOf(values).some((value) => equals(found, value, by));

const OPERATIONS: Readonly<Partial<Record<string, Decide>>> = {
  equals,
  notEquals: (found, value, by) => !equals(found, value, by),
  in: isIn,
  contains: (found, value, by) =>
    typeof found === 'string' && typeof value === 'string'
      ? folded(found, by).includes(folded(value, by))
      : isIn(value, found, by),
  subset: (found, values, by) => listOf(found).every((one) => isIn(one, values, by)),
  superset: (found, values, by) => listOf(values).every((one) => isIn(one, found, by)),
  lessThan: (found, value, by) => compareJson(found, value, by) < 0,
  lessThanOrEqual: (found, value, by) => compareJson(found, value, by) <= 0,
  greaterThan: (found, value, by) => compareJson(found, value, by) > 0,
  greaterThanOrEqual: (found, value, by) => compareJson(found, value, by) >= 0,
};

function folded(text: string, collation: Collation): string {
  return collation === 'ordinal' ? text : text.toLowerCase();
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function bad(what: string): ReturnType<typeof badParameter> {
  return badParameter('filter', `The filter ${what}`);
}
