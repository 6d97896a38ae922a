import { badParameter } from './console-problem.js';
import { consoleReply, type ConsoleReply } from './console-reply.js';
import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';
import { readFilter } from './list-filter.js';
import { compareJson, isCollation, propertyOf } from './property.js';

/** A list, filtered, sorted, cut and reduced as the address says. Throws ConsoleProblem 400. */
export function listReply(rows: readonly JsonObject[], query: URLSearchParams): ConsoleReply {
  const offset = readCount(query, 'offset', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const limit = readCount(query, 'limit', 1, 500) ?? 100;
  const filter = readJson(query, 'filter');
  const kept = filter === null ? rows : rows.filter(readFilter(filter));
  const data = sorted(kept, readJson(query, 'sort')).slice(offset, offset + limit);
  return consoleReply(200, {
    data: selected(data, readJson(query, 'select')),
    meta: { pagingInfo: { total: kept.length, count: data.length, offset } },
  });
}

/** One resource, reduced as the address says. */
export function itemReply(row: JsonObject, query: URLSearchParams): ConsoleReply {
  return consoleReply(200, { data: selected([row], readJson(query, 'select'))[0] ?? null });
}

function readCount(
  query: URLSearchParams,
  name: string,
  least: number,
  most: number,
): number | null {
  const text = query.get(name);
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isInteger(value)) throw badParameter(name, `"${text}" is no whole number.`);
  if (value < least)
    throw badParameter(name, `Property value must be larger or equal to ${least}.`);
  if (value > most) throw badParameter(name, `Property value must be less or equal to ${most}.`);
  return value;
}

function readJson(query: URLSearchParams, name: string): Json {
  const text = query.get(name);
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw badParameter(name, `The value of ${name} is no JSON.`);
  }
}

function sorted(rows: readonly JsonObject[], sort: Json): readonly JsonObject[] {
  if (sort === null) return rows;
  const keys = objectsOf(sort, 'sort').map(({ property, direction, collation }) => {
    if (typeof property !== 'string') throw badParameter('sort', 'A sort key has no property.');
    return {
      property,
      sign: direction === 'descending' ? -1 : 1,
      collation: collation !== undefined && isCollation(collation) ? collation : 'ordinal',
    } as const;
  });
  return rows.toSorted((a, b) => {
    for (const { property, sign, collation } of keys) {
      const [left, right] = [propertyOf(a, property, 'sort'), propertyOf(b, property, 'sort')];
      const order = compareJson(left, right, collation);
      if (order !== 0) return sign * order;
    }
    return 0;
  });
}

function selected(rows: readonly JsonObject[], select: Json): readonly JsonObject[] {
  if (select === null) return rows;
  const paths = objectsOf(select, 'select').map(({ propertyPath }) => {
    if (typeof propertyPath === 'string') return propertyPath;
    throw badParameter('select', 'A selection has no propertyPath.');
  });
  return rows.map((row) => pick(row, paths));
}

/** The members named, each at its place: `lastSession.status` stays inside `lastSession`. */
function pick(row: JsonObject, paths: readonly string[]): JsonObject {
  const picked: Record<string, Json> = {};
  for (const path of paths) {
    const [name = '', ...rest] = path.split('.');
    const value = propertyOf(row, name, 'select');
    const before = picked[name];
    picked[name] =
      rest.length === 0 || !isObject(value)
        ? value
        : {
            ...(before !== undefined && isObject(before) ? before : {}),
            ...pick(value, [rest.join('.')]),
          };
  }
  return picked;
}

function objectsOf(value: Json, name: string): readonly JsonObject[] {
  const list = Array.isArray(value) ? (value as readonly Json[]) : null;
  if (list?.every(isObject) !== true)
    throw badParameter(name, `${name} must be a list of objects.`);
  return list;
}
