import { limitWork } from './cel-budget.js';
import type { CelEnvironment } from './cel-environment.js';
import { environmentOf, environmentWith, itemTypeName, typeName } from './cel-environment.js';
import { fromCel } from './cel-value.js';
import { ExpressionError } from './expression-error.js';
import type { NamePath } from './expression-paths.js';
import { pathRules } from './expression-paths.js';
import type { ExpressionScope, ExpressionType } from './expression-scope.js';
import { isNullable } from './expression-scope.js';
import { isCertain, strictScope } from './expression-strictness.js';
import type { SyntaxReading } from './expression-syntax.js';
import { readSyntax } from './expression-syntax.js';
import type { ExpressionValues } from './expression-values.js';
import { stepVariable } from './expression-values.js';
import type { Json } from './json.js';
import type { Value } from './value.js';

export type { ExpressionScope, ExpressionType } from './expression-scope.js';
export { responseValues, runValues } from './expression-values.js';
export { ExpressionError };

export type ExpressionCheck =
  | {
      readonly ok: true;
      readonly type: ExpressionType;
      /** The type that it has unless it is null, where more is known than the run asks for. */
      readonly certain: ExpressionType;
      /** It may be null: it is an input that is optional and has no default, or `run.outcome`. */
      readonly nullable: boolean;
      /** The type of a list's items. */
      readonly items: ExpressionType;
      /** The fields of steps that it names: whether they are over is for the compiler to say. */
      readonly steps: readonly NamePath[];
      /** It names nothing of the run: its value is known when the plan is made. */
      readonly isFixed: boolean;
    }
  | {
      readonly ok: false;
      readonly message: string;
      /** Offsets within the expression, end exclusive. */
      readonly start: number;
      readonly end: number;
    };

/** An expression's length, and the result's as JSON, in characters. */
const EXPRESSION_LIMIT = 2000;
const RESULT_LIMIT = 65_536;

/**
 * Checks an expression's syntax, names and types, before anything runs. Dates and durations are
 * texts inside CEL (in Temporal's sandbox `Date` is not the class that the library knows).
 */
export function checkExpression(cel: string, scope: ExpressionScope): ExpressionCheck {
  const { check } = examine(cel, scope);
  // Not in a run, which takes what it is given: a plan that was made before goes on as it did.
  const strict = check.ok ? strictScope(cel, scope) : null;
  if (!check.ok || strict === null) return check;
  const again = examine(cel, strict).check;
  if (again.ok) return { ...check, certain: again.type };
  return isCertain(again.message) ? again : check;
}

/** Evaluates an expression that was checked against the same scope. Throws ExpressionError. */
export function evaluateExpression(cel: string, values: ExpressionValues): Json {
  const { check, environment } = examine(cel, values.scope);
  if (!check.ok) throw new ExpressionError(cel, check.message, check.start, check.end);
  try {
    const steps = stepVariable(check.steps, values.steps);
    const variables = { ...values.variables, ...(steps === null ? {} : { steps }) };
    const parsed = environment.parse(cel);
    const budget = limitWork(parsed.ast);
    const result: unknown = parsed(variables);
    if (budget.problem !== null) throw budget.problem;
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

interface Examination {
  readonly check: ExpressionCheck;
  readonly environment: CelEnvironment;
}

function examine(cel: string, scope: ExpressionScope): Examination {
  const plain = environmentOf(scope);
  if (cel.length > EXPRESSION_LIMIT) {
    const message = `The expression has more than ${EXPRESSION_LIMIT} characters`;
    return { check: problem(cel, message), environment: plain };
  }
  try {
    const syntax = readSyntax(plain.parse(cel).ast, pathRules(scope));
    if (syntax.problem !== null)
      return { check: { ok: false, ...syntax.problem }, environment: plain };
    const named = syntax.steps.map(({ names }) => names[1] ?? '');
    const environment = environmentWith(scope, named);
    return { check: checkTypes(cel, scope, environment, syntax), environment };
  } catch (error) {
    return { check: problemOf(cel, scope, error), environment: plain };
  }
}

function checkTypes(
  cel: string,
  scope: ExpressionScope,
  environment: CelEnvironment,
  { steps, isFixed }: SyntaxReading,
): ExpressionCheck {
  const checked = environment.check(cel);
  if (!checked.valid) return problemOf(cel, scope, checked.error);
  const celType = checked.type ?? '';
  const type = typeName(celType);
  if (type === null) {
    return problem(cel, 'The result must be text, a number, a boolean, a list or a map');
  }
  const items = itemTypeName(celType);
  const declared = declaredType(cel, scope, type);
  return { ok: true, ...declared, certain: declared.type, items, steps, isFixed };
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
    case 'list':
      return value.items.map((item) => evaluateValue(item, values));
    case 'map':
      return Object.fromEntries(
        value.entries.map((entry) => [entry.key, evaluateValue(entry.value, values)]),
      );
    default:
      return assertNever(value);
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

/** `inputs.x` alone has the type that was declared: a datetime, though CEL sees a text. */
function declaredType(cel: string, scope: ExpressionScope, type: ExpressionType) {
  const name = /^\s*inputs\s*\.\s*([a-z][a-z0-9_]*)\s*$/.exec(cel)?.[1];
  const input =
    scope.kind === 'run' ? scope.inputs.find((candidate) => candidate.name === name) : undefined;
  if (input !== undefined) return { type: input.type, nullable: isNullable(input) };
  const isOutcome = /^\s*run\s*\.\s*outcome\s*$/.test(cel);
  return { type, nullable: isOutcome && type === 'any' };
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
    const known = knownNames(scope);
    return `${text.replace(/^Unknown variable: (.*)$/, 'Unknown name `$1`')}; known here are ${known}`;
  }
  if (code === 'no_such_overload' && /double|int/.test(text)) {
    return `${text} (whole and broken numbers do not mix: use double(x) or int(x))`;
  }
  if (/^(?:Unexpected token|Expected \w+, got).*EOF/.test(text))
    return 'The expression ends too early';
  return text === '' ? 'The expression is not valid' : text;
}

function knownNames(scope: ExpressionScope): string {
  if (scope.kind === 'response') return 'json, text and status';
  const item = scope.item === undefined ? '' : `, ${scope.item.name}`;
  const ended = (scope.ended ?? []).map((name) => `, ${name}`).join('');
  return `inputs, steps, targets${item}${ended} and run`;
}

function problem(cel: string, message: string) {
  return { ok: false, message, start: 0, end: Math.max(cel.length, 1) } as const;
}

function assertNever(value: never): never {
  throw new Error(`Unknown value ${JSON.stringify(value)}`);
}
