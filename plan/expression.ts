import { Environment } from '@marcbachmann/cel-js';
import { orDefault } from './cel-or-default.js';
import { fromCel, toCel } from './cel-value.js';
import { ExpressionError } from './expression-error.js';
import { findSyntaxProblem } from './expression-syntax.js';
import type { RecordFields } from './expression-syntax.js';
import type { Json, JsonObject } from './json.js';
import type { RunOutcome } from './outcome.js';
import type { InputType, Mode, PlanInput } from './plan.js';
import type { Value } from './value.js';

export { ExpressionError };

/**
 * What an expression may name when it is checked. `run`: the declared `inputs` and `run` (in
 * `always`, `run.outcome` is a text; before the end it is null). `response`: an http check's `json`,
 * `text` and `status`.
 */
export type ExpressionScope =
  | { readonly kind: 'run'; readonly inputs: readonly PlanInput[]; readonly isAlways: boolean }
  | { readonly kind: 'response' };

/** What an expression gives. Datetimes and durations are texts inside CEL; `any` is known only in the run. */
export type ExpressionType = InputType | 'map' | 'null' | 'any';

export type ExpressionCheck =
  | {
      readonly ok: true;
      readonly type: ExpressionType;
      /** It may be null: it is an input that is optional and has no default, or `run.outcome`. */
      readonly nullable: boolean;
    }
  | {
      readonly ok: false;
      readonly message: string;
      /** Set where the language knows it and this version does not: what it is, and what to do instead. */
      readonly unsupported: { readonly what: string; readonly instead: string } | null;
      /** Offsets within the expression, end exclusive. */
      readonly start: number;
      readonly end: number;
    };

/** `run` as an expression sees it. Times are ISO 8601 in UTC. */
export interface RunValues {
  readonly id: string;
  readonly mode: Mode;
  readonly runbook: string;
  readonly startedAt: string;
  readonly outcome: RunOutcome | null;
}

/** The variables of one evaluation, made by `runValues` or `responseValues`. */
export interface ExpressionValues {
  readonly scope: ExpressionScope;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An expression's length, and the result's as JSON, in characters. */
const EXPRESSION_LIMIT = 2000;
const RESULT_LIMIT = 65_536;

const RUN_FIELDS = { id: 'string', mode: 'string', runbook: 'string', startedAt: 'string' };

// The library pins the meaning of recorded runs: it stays at one exact version, and its limits are
// part of the language.
const base = new Environment({
  homogeneousAggregateLiterals: false,
  limits: {
    maxAstNodes: 200,
    maxDepth: 24,
    maxListElements: 100,
    maxMapEntries: 100,
    maxCallArguments: 4,
  },
}).registerFunction('orDefault(ast, ast): dyn', orDefault);

const environments = new WeakMap<ExpressionScope, Environment>();

/**
 * Checks an expression's syntax, names and types, before anything runs. Dates and durations are
 * texts inside CEL (in Temporal's sandbox `Date` is not the class that the library knows).
 */
export function checkExpression(cel: string, scope: ExpressionScope): ExpressionCheck {
  if (cel.length > EXPRESSION_LIMIT) {
    return problem(cel, `The expression has more than ${EXPRESSION_LIMIT} characters`);
  }
  try {
    const parsed = environment(scope).parse(cel);
    const refused = findSyntaxProblem(parsed.ast, recordFields(scope));
    if (refused !== null) return { ok: false, ...refused };
    const checked = parsed.check();
    if (!checked.valid) return problemOf(cel, scope, checked.error);
    const type = typeName(checked.type ?? '');
    if (type === null)
      return problem(cel, 'The result must be text, a number, a boolean, a list or a map');
    return { ok: true, ...declaredType(cel, scope, type) };
  } catch (error) {
    return problemOf(cel, scope, error);
  }
}

/** Evaluates an expression that was checked against the same scope. Throws ExpressionError. */
export function evaluateExpression(cel: string, values: ExpressionValues): Json {
  const check = checkExpression(cel, values.scope);
  if (!check.ok) throw new ExpressionError(cel, check.message, check.start, check.end);
  try {
    const result: unknown = environment(values.scope).evaluate(cel, { ...values.variables });
    const json = fromCel(result);
    if (JSON.stringify(json).length > RESULT_LIMIT) {
      throw new RangeError(`the result has more than ${RESULT_LIMIT} characters`);
    }
    return json;
  } catch (error) {
    const { message, start, end } = problemOf(cel, values.scope, error);
    throw new ExpressionError(cel, message, start, end);
  }
}

/** Gives a runbook's value its meaning in a run. Throws ExpressionError. */
export function evaluateValue(value: Value, values: ExpressionValues): Json {
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'expression':
      return evaluateExpression(value.cel, values);
    case 'text':
      return value.parts
        .map((part) => (typeof part === 'string' ? part : evaluateText(part.cel, values)))
        .join('');
    default:
      return assertNever(value);
  }
}

/** The variables of a run's expressions; `inputs` are resolved ones (`resolveInputs`). */
export function runValues(
  declarations: readonly PlanInput[],
  inputs: JsonObject,
  run: RunValues,
): ExpressionValues {
  const typed = declarations.map(({ name, type }): [string, unknown] => {
    const value = inputs[name] ?? null;
    // A `number` stays a CEL double even when it is whole: 5 / 2 must be 2.5.
    return [name, type === 'number' ? value : toCel(value)];
  });
  const scope: ExpressionScope = {
    kind: 'run',
    inputs: declarations,
    isAlways: run.outcome !== null,
  };
  return { scope, variables: { inputs: Object.fromEntries(typed), run: { ...run } } };
}

const RESPONSE_SCOPE: ExpressionScope = { kind: 'response' };

/** The variables of an http check's body. `json` is the parsed body, null where it is none. Throws ExpressionError. */
export function responseValues(json: Json, text: string, status: number): ExpressionValues {
  try {
    const variables = { json: toCel(json), text, status: BigInt(status) };
    return { scope: RESPONSE_SCOPE, variables };
  } catch (error) {
    throw new ExpressionError('json', error instanceof Error ? error.message : String(error));
  }
}

function evaluateText(cel: string, values: ExpressionValues): string {
  const result = evaluateExpression(cel, values);
  if (typeof result === 'string') return result;
  if (typeof result === 'number' || typeof result === 'boolean') return String(result);
  const what = result === null ? 'null' : 'a list or a map';
  throw new ExpressionError(
    cel,
    `It is ${what} and can't stand inside a text; use orDefault(x, y)`,
  );
}

function environment(scope: ExpressionScope): Environment {
  const known = environments.get(scope);
  if (known !== undefined) return known;
  const made = scope.kind === 'run' ? runEnvironment(scope) : responseEnvironment();
  environments.set(scope, made);
  return made;
}

function runEnvironment(scope: Extract<ExpressionScope, { kind: 'run' }>): Environment {
  const inputs = Object.fromEntries(
    scope.inputs.map((input) => [input.name, isNullable(input) ? 'dyn' : CEL_TYPES[input.type]]),
  );
  const outcome = scope.isAlways ? 'string' : 'dyn';
  return base
    .clone()
    .registerVariable('inputs', { schema: inputs })
    .registerVariable('run', { schema: { ...RUN_FIELDS, outcome } });
}

function responseEnvironment(): Environment {
  return base
    .clone()
    .registerVariable('json', 'dyn')
    .registerVariable('text', 'string')
    .registerVariable('status', 'int');
}

const CEL_TYPES: Readonly<Record<InputType, string>> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  datetime: 'string',
  duration: 'string',
  list: 'list<dyn>',
};

/** An input that is optional and has no default is null unless it is given. */
function isNullable(input: PlanInput): boolean {
  return !input.required && input.default === null;
}

function recordFields(scope: ExpressionScope): RecordFields {
  if (scope.kind === 'response') return new Map();
  return new Map([
    ['inputs', scope.inputs.map(({ name }) => name)],
    ['run', [...Object.keys(RUN_FIELDS), 'outcome']],
  ]);
}

/** `inputs.x` alone has the type that was declared: a datetime, though CEL sees a text. */
function declaredType(cel: string, scope: ExpressionScope, type: ExpressionType) {
  const name = /^\s*inputs\s*\.\s*([a-z][a-z0-9_]*)\s*$/.exec(cel)?.[1];
  const input =
    scope.kind === 'run' ? scope.inputs.find((candidate) => candidate.name === name) : undefined;
  if (input !== undefined) return { type: input.type, nullable: isNullable(input) };
  const isOutcome = /^\s*run\s*\.\s*outcome\s*$/.test(cel);
  return { type, nullable: isOutcome && type === 'any' };
}

function typeName(celType: string): ExpressionType | null {
  if (celType.startsWith('list')) return 'list';
  if (celType.startsWith('map')) return 'map';
  return (
    new Map<string, ExpressionType>([
      ['string', 'string'],
      ['int', 'integer'],
      ['double', 'number'],
      ['bool', 'boolean'],
      ['null', 'null'],
      ['dyn', 'any'],
    ]).get(celType) ?? null
  );
}

interface LibraryError {
  readonly code?: unknown;
  readonly summary?: unknown;
  readonly range?: { readonly start: number; readonly end: number };
}

/** The library's error in our words, on one line, with a place that is at least one character. */
function problemOf(cel: string, scope: ExpressionScope, error: unknown) {
  const { code, summary, range } = (error ?? {}) as LibraryError;
  const text = typeof summary === 'string' ? summary : error instanceof Error ? error.message : '';
  const start = Math.min(range?.start ?? 0, Math.max(cel.length - 1, 0));
  const end = Math.max(range?.end ?? cel.length, start + 1);
  return { ...problem(cel, translate(text, code, scope)), start, end };
}

function translate(text: string, code: unknown, scope: ExpressionScope): string {
  if (code === 'unknown_variable') {
    const known = scope.kind === 'run' ? 'inputs and run' : 'json, text and status';
    return `${text.replace(/^Unknown variable: (.*)$/, 'Unknown name `$1`')}; known here are ${known}`;
  }
  if (code === 'no_such_overload' && /double|int/.test(text)) {
    return `${text} (whole and broken numbers do not mix: use double(x) or int(x))`;
  }
  if (/^(?:Unexpected token|Expected \w+, got).*EOF/.test(text))
    return 'The expression ends too early';
  return text === '' ? 'The expression is not valid' : text;
}

function problem(cel: string, message: string) {
  return { ok: false, message, unsupported: null, start: 0, end: Math.max(cel.length, 1) } as const;
}

function assertNever(value: never): never {
  throw new Error(`Unknown value ${JSON.stringify(value)}`);
}
