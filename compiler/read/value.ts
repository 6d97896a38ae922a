import { DATETIME_FORMS, parseDatetime } from '../../plan/datetime.js';
import { DURATION_FORMS, formatDuration, parseDuration } from '../../plan/duration.js';
import type { ExpressionType } from '../../plan/expression.js';
import { checkExpression } from '../../plan/expression.js';
import type { Value } from '../../plan/value.js';
import type { DocNode, ScalarNode } from '../document-node.js';
import type { TextPart } from '../expression-parts.js';
import { splitExpressions } from '../expression-parts.js';
import type { Problems } from '../problems.js';
import type { CelContext, Locate } from './cel.js';
import { checkCel, IN_TEXT, locator, typeWords } from './cel.js';
import { capital } from './fields.js';
import { hasExpression, readString } from './scalars.js';

/** What a value of the runbook must be, whether written out or an expression. */
export interface Expectation extends CelContext {
  /** An empty text says something. */
  readonly mayBeEmpty?: boolean;
  readonly type: 'string' | 'integer' | 'datetime' | 'duration';
}

/** Types that an expression may give where another is wanted: datetimes and durations are texts in CEL. */
export const GIVES: Readonly<Record<Expectation['type'], readonly ExpressionType[]>> = {
  string: ['string', 'any'],
  integer: ['integer', 'any'],
  datetime: ['datetime', 'string', 'any'],
  duration: ['duration', 'string', 'any'],
};

/** Reads a value that may be or hold expressions; checks their names and types. */
export function readValue(
  node: DocNode,
  expectation: Expectation,
  problems: Problems,
): Value | null {
  if (
    expectation.type === 'integer' &&
    node.kind === 'scalar' &&
    typeof node.value === 'number' &&
    Number.isInteger(node.value)
  ) {
    return { kind: 'literal', value: node.value };
  }
  if (expectation.nullable === true && node.kind === 'scalar' && node.value === null) {
    return { kind: 'literal', value: null };
  }
  if (expectation.mayBeEmpty === true && node.kind === 'scalar' && node.value === '') {
    return { kind: 'literal', value: '' };
  }
  const text = readString(node, expectation.what, problems);
  if (text === null || node.kind !== 'scalar') return null;
  if (!hasExpression(text)) {
    return readLiteral(node, text.replaceAll('$${{', '${{'), expectation, problems);
  }
  const value = readExpressions(node, text, GIVES[expectation.type], expectation, problems);
  const found = value?.kind === 'expression' ? neverMoment(value.cel, expectation) : null;
  if (found !== null) {
    const [what, expected] = [capital(expectation.what), typeWords(expectation.type)];
    problems.add('expression-type', node.span, { what, expected, found });
    return null;
  }
  if (value?.kind !== 'text' || expectation.type !== 'integer') return value;
  problems.add('expression-type', node.span, {
    what: capital(expectation.what),
    expected: typeWords('integer'),
    found: 'text with an expression inside',
  });
  return null;
}

/** What an expression gives that is never the time or duration which is wanted; null: it may be one. */
function neverMoment(cel: string, { type, scope }: Expectation): string | null {
  if (type !== 'datetime' && type !== 'duration') return null;
  const check = checkExpression(cel, scope);
  if (!check.ok || scope.kind !== 'run') return null;
  const { certain } = check;
  if (certain !== 'null' && !GIVES[type].includes(certain)) return typeWords(certain);
  const name = /^\s*inputs\s*\.\s*(\w+)\s*$/.exec(cel)?.[1];
  const allowed = scope.inputs.find((input) => input.name === name)?.enum ?? null;
  const parse = type === 'datetime' ? parseDatetime : parseDuration;
  const isChoice = allowed?.some((value) => typeof value === 'string' && parse(value) !== null);
  return isChoice === false ? `a text that is never ${typeWords(type)}` : null;
}

function readLiteral(
  node: ScalarNode,
  text: string,
  { what, type }: Expectation,
  problems: Problems,
): Value | null {
  const params = { what: capital(what), found: text };
  switch (type) {
    case 'string':
      return { kind: 'literal', value: text };
    case 'integer':
      problems.add('wrong-type', node.span, {
        what: capital(what),
        expected: 'a whole number',
        found: `the text "${text}"`,
        advice: 'Write the number without quotes.',
      });
      return null;
    case 'datetime': {
      const time = parseDatetime(text);
      if (time !== null) return { kind: 'literal', value: time };
      problems.add('bad-datetime', node.span, { ...params, forms: DATETIME_FORMS });
      return null;
    }
    case 'duration': {
      const seconds = parseDuration(text);
      if (seconds !== null) return { kind: 'literal', value: formatDuration(seconds) };
      problems.add('bad-duration', node.span, { ...params, forms: DURATION_FORMS });
      return null;
    }
    default:
      return assertNever(type);
  }
}

/** More wrong expressions in one text than this help nobody. */
const WRONG_SHOWN = 20;

/** Reads a text with expressions; `whole` are the types that it may give where it is one alone. */
export function readExpressions(
  node: ScalarNode,
  text: string,
  whole: readonly ExpressionType[],
  context: CelContext,
  problems: Problems,
): Value | null {
  const parts = splitExpressions(text);
  const locate = locator(node, text);
  const [first] = parts;
  const isWhole = parts.length === 1 && first?.kind === 'cel';
  const inPart = { ...context, nullable: isWhole && context.nullable === true };
  const allowed = isWhole ? whole : IN_TEXT;
  let wrong = 0;
  for (const part of parts) {
    if (!checkPart(part, locate, allowed, inPart, problems)) wrong += 1;
    if (wrong === WRONG_SHOWN) break;
  }
  if (wrong > 0) return null;
  if (isWhole) return { kind: 'expression', cel: first.cel };
  return { kind: 'text', parts: parts.flatMap(toValuePart) };
}

function toValuePart(part: TextPart): (string | { cel: string })[] {
  switch (part.kind) {
    case 'text':
      return [part.text];
    case 'cel':
      return [{ cel: part.cel }];
    case 'unclosed':
      return [];
    default:
      return assertNever(part);
  }
}

function checkPart(
  part: TextPart,
  locate: Locate,
  allowed: readonly ExpressionType[],
  context: CelContext,
  problems: Problems,
): boolean {
  switch (part.kind) {
    case 'text':
      return true;
    case 'unclosed':
      problems.add('unclosed-expression', locate(part.start, Number.MAX_SAFE_INTEGER), {});
      return false;
    case 'cel':
      return checkCel(part, locate, allowed, context, problems) !== null;
    default:
      return assertNever(part);
  }
}

function assertNever(value: never): never {
  throw new Error(`Unknown part ${JSON.stringify(value)}`);
}
