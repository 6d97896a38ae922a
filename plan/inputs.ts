import { DATETIME_FORMS, parseDatetime } from './datetime.js';
import { DURATION_FORMS, formatDuration, parseDuration } from './duration.js';
import type { Json, JsonObject } from './json.js';
import { nearestName } from './nearest-name.js';
import { matchesPattern, PATTERN_TEXT_LIMIT } from './pattern.js';
import type { PlanInput } from './plan.js';

/** A list input takes this many items; expressions count on it. */
export const LIST_LIMIT = 1000;

/** A string input takes this many characters. */
const TEXT_LIMIT = 10_000;

/** The inputs of a run, or why they can't be used: one sentence each. */
export interface ResolvedInputs {
  readonly values: JsonObject;
  readonly problems: readonly string[];
}

/** A value of its input's type and within its bounds, or what is wrong with it ("must be ..."). */
export type InputReading =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string };

/**
 * Gives each declared input its value: what was given (texts of a command line are converted), else
 * the default, else null. Times become UTC (ISO 8601), durations ISO 8601. `values` holds what could
 * be resolved; use it only when `problems` is empty. Problems never repeat a value that was given.
 */
export function resolveInputs(
  declarations: readonly PlanInput[],
  given: Readonly<Record<string, Json>>,
): ResolvedInputs {
  const problems = Object.keys(given).flatMap((name) => unknownInput(declarations, name));
  const values: Record<string, Json> = {};
  for (const declaration of declarations) {
    const raw = Object.hasOwn(given, declaration.name) ? given[declaration.name] : undefined;
    if (raw === undefined || raw === null) {
      if (declaration.required) problems.push(missingInput(declaration));
      values[declaration.name] = declaration.default;
      continue;
    }
    const reading = readInput(declaration, raw);
    if (reading.ok) values[declaration.name] = reading.value;
    else problems.push(`Input "${declaration.name}" ${reading.problem}.`);
  }
  return { values, problems };
}

/** Converts one value to the input's type and holds it against enum, pattern, min and max. */
export function readInput(declaration: PlanInput, raw: Json): InputReading {
  const reading = convert(declaration, raw);
  if (!reading.ok) return reading;
  const problem = boundsProblem(declaration, reading.value);
  return problem === null ? reading : { ok: false, problem };
}

function unknownInput(declarations: readonly PlanInput[], name: string): string[] {
  const known = declarations.map((declaration) => declaration.name);
  if (known.includes(name)) return [];
  const nearest = nearestName(name, known);
  const advice =
    known.length === 0
      ? 'the runbook declares no inputs'
      : nearest === null
        ? `the runbook declares ${known.join(', ')}`
        : `the nearest is "${nearest}"`;
  return [`Unknown input "${name.slice(0, 64)}"; ${advice}.`];
}

function missingInput(declaration: PlanInput): string {
  const about = declaration.description === null ? '' : ` (${declaration.description})`;
  return `Input "${declaration.name}"${about} is required: give --input ${declaration.name}=...`;
}

function convert(declaration: PlanInput, raw: Json): InputReading {
  switch (declaration.type) {
    case 'string':
      return convertString(raw);
    case 'integer':
      return convertNumber(raw, /^[+-]?\d{1,16}$/, Number.isSafeInteger, 'a whole number');
    case 'number':
      return convertNumber(
        raw,
        /^[+-]?\d{1,300}(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/,
        Number.isFinite,
        'a number',
      );
    case 'boolean':
      return convertBoolean(raw);
    case 'datetime':
      return convertTo(raw, parseDatetime, `a time with an offset, as ${DATETIME_FORMS}`);
    case 'duration':
      return convertTo(raw, normalDuration, `a duration, as ${DURATION_FORMS}`);
    case 'list':
      return convertList(raw);
    case 'run':
      return convertRun(raw);
    default:
      return assertNever(declaration.type);
  }
}

function convertString(raw: Json): InputReading {
  if (typeof raw !== 'string') return refuse('must be text');
  if (raw.length > TEXT_LIMIT) return refuse(`must have at most ${TEXT_LIMIT} characters`);
  return { ok: true, value: raw };
}

function convertNumber(
  raw: Json,
  form: RegExp,
  isValid: (value: unknown) => boolean,
  words: string,
): InputReading {
  const value = typeof raw === 'string' && form.test(raw) ? Number(raw) : raw;
  // -0 and 0 are one number, but two JSON texts.
  return typeof value === 'number' && isValid(value)
    ? { ok: true, value: value === 0 ? 0 : value }
    : refuse(`must be ${words}`);
}

function convertBoolean(raw: Json): InputReading {
  const value = raw === 'true' ? true : raw === 'false' ? false : raw;
  return typeof value === 'boolean' ? { ok: true, value } : refuse('must be true or false');
}

function convertTo(raw: Json, parse: (text: string) => string | null, words: string): InputReading {
  const value = typeof raw === 'string' ? parse(raw) : null;
  return value === null ? refuse(`must be ${words}`) : { ok: true, value };
}

function normalDuration(text: string): string | null {
  const seconds = parseDuration(text);
  return seconds === null ? null : formatDuration(seconds);
}

/** A list on the command line is JSON (`["a","b"]`) or items with commas between (`a,b`). */
function convertList(raw: Json): InputReading {
  const value = typeof raw === 'string' ? listFromText(raw) : raw;
  if (!isList(value)) return refuse('must be a list, as a,b,c or ["a","b","c"]');
  if (value.length > LIST_LIMIT) return refuse(`must have at most ${LIST_LIMIT} items`);
  const isPlain = value.every((item) => item === null || typeof item !== 'object');
  return isPlain ? { ok: true, value } : refuse('must be a list of texts, numbers or booleans');
}

/** The record of an earlier run. Whoever starts the run reads it first: a run's id alone says nothing. */
function convertRun(raw: Json): InputReading {
  const isRecord =
    raw !== null &&
    typeof raw === 'object' &&
    Object.hasOwn(raw, 'run') &&
    Object.hasOwn(raw, 'steps');
  return isRecord ? { ok: true, value: raw } : refuse('must be the id of an earlier run');
}

function listFromText(text: string): Json {
  if (!text.trimStart().startsWith('[')) {
    return text.trim() === '' ? [] : text.split(',').map((item) => item.trim());
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function boundsProblem(declaration: PlanInput, value: Json): string | null {
  const { enum: allowed, pattern, min, max } = declaration;
  if (allowed !== null && !allowed.includes(value)) {
    return `must be one of ${allowed.map(String).join(', ')}`;
  }
  if (pattern !== null && typeof value === 'string' && !matchesPattern(pattern, value)) {
    return `must match ${pattern} (and have at most ${PATTERN_TEXT_LIMIT} characters)`;
  }
  const size = measure(declaration, value);
  const [lowest, highest] = [bound(declaration, min), bound(declaration, max)];
  const what = isSized(declaration)
    ? ` ${declaration.type === 'list' ? 'items' : 'characters'}`
    : '';
  if (lowest !== null && size < lowest) return `must be at least ${String(min)}${what}`;
  if (highest !== null && size > highest) return `must be at most ${String(max)}${what}`;
  return null;
}

/** What min and max are held against: the number itself, a moment, seconds, or a size. */
function measure(declaration: PlanInput, value: Json): number {
  if (typeof value === 'number') return value;
  if (isList(value)) return value.length;
  if (typeof value !== 'string') return 0;
  return bound(declaration, value) ?? value.length;
}

function bound(declaration: PlanInput, value: number | string | null): number | null {
  if (value === null || typeof value === 'number') return value;
  if (declaration.type === 'datetime') return Date.parse(value);
  return declaration.type === 'duration' ? parseDuration(value) : null;
}

function isSized(declaration: PlanInput): boolean {
  return declaration.type === 'string' || declaration.type === 'list';
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function refuse(problem: string): InputReading {
  return { ok: false, problem };
}

function assertNever(type: never): never {
  throw new Error(`Unknown input type ${String(type)}`);
}
