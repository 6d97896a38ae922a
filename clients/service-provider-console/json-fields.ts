import { DecodeError } from '../transport/decode-error.js';
import { foreignText } from '../transport/foreign-text.js';
import { parseJsonText } from '../transport/json-text.js';
import { timestampOrNull } from '../transport/timestamp.js';

/** A JSON object, and where it stood, for errors. */
export interface JsonObject {
  readonly where: string;
  readonly members: ReadonlyMap<string, unknown>;
}

/** @throws DecodeError when it is anything but one JSON object. */
export function parseObject(body: string, where: string): JsonObject {
  const start = body.slice(0, 1_000).trimStart().toLowerCase();
  if (start === '') throw new DecodeError('the answer is empty where JSON is expected');
  if (start.startsWith('<')) throw new DecodeError('an HTML page came where JSON is expected');

  return objectOf(parseJsonText(body), where);
}

/** @throws DecodeError when the value is no object. */
export function objectOf(value: unknown, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError(`${where} is not an object`);
  }

  return { where, members: new Map(Object.entries(value)) };
}

/** The objects of a list. @throws DecodeError when it is none. */
export function objectsIn(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object.members.get(name);
  if (!Array.isArray(value)) throw new DecodeError(`${object.where}.${name} is not a list`);

  return value.map((item: unknown) => objectOf(item, name));
}

/** null where the member is null or missing. @throws DecodeError when it is no object. */
export function optionalObject(object: JsonObject, name: string): JsonObject | null {
  const value = object.members.get(name) ?? null;

  return value === null ? null : objectOf(value, `${object.where}.${name}`);
}

/** Text made safe to show; null where it is null, missing or empty. @throws DecodeError else. */
export function optionalText(object: JsonObject, name: string): string | null {
  const value = object.members.get(name) ?? null;
  if (value === null) return null;
  if (typeof value !== 'string') throw new DecodeError(`${object.where}.${name} is not text`);
  const text = foreignText(value);

  return text === '' ? null : text;
}

/** Windows takes no longer command line. */
const COMMAND_LIMIT = 32_767;

/**
 * Text as it is, to be compared and written back, not shown; null where it is null, missing or empty.
 *
 * @throws DecodeError when it is no text.
 */
export function verbatimText(object: JsonObject, name: string): string | null {
  const value = object.members.get(name) ?? null;
  if (value === null || value === '') return null;
  if (typeof value !== 'string') throw new DecodeError(`${object.where}.${name} is not text`);

  return value.slice(0, COMMAND_LIMIT);
}

/** @throws DecodeError when it is missing, empty, or no text. */
export function requiredText(object: JsonObject, name: string): string {
  return optionalText(object, name) ?? missing(object, name);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws DecodeError when it is not a uuid; null where it is null, missing or empty. */
export function optionalUuid(object: JsonObject, name: string): string | null {
  const text = optionalText(object, name)?.toLowerCase() ?? null;
  if (text === null || UUID.test(text)) return text;

  throw new DecodeError(`${object.where}.${name} "${text.slice(0, 100)}" is not a uuid`);
}

/** @throws DecodeError when it is missing or not a uuid. */
export function requiredUuid(object: JsonObject, name: string): string {
  return optionalUuid(object, name) ?? missing(object, name);
}

/** @throws DecodeError when it is not a whole number from 0 to 2,147,483,647. */
export function requiredCount(object: JsonObject, name: string): number {
  const value = object.members.get(name);
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  if (isCount && value <= 2_147_483_647) return value;

  throw new DecodeError(`${object.where}.${name} is not a whole number`);
}

/** A time in UTC; null where it is null, missing or .NET's null date. @throws DecodeError else. */
export function optionalTime(object: JsonObject, name: string): string | null {
  return timestampOrNull(optionalText(object, name), `${object.where}.${name}`);
}

/** @throws DecodeError when it is missing or no time. */
export function requiredTime(object: JsonObject, name: string): string {
  return optionalTime(object, name) ?? missing(object, name);
}

function missing({ where }: JsonObject, name: string): never {
  throw new DecodeError(`${where}.${name} is missing`);
}
