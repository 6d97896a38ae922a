import { DATETIME_FORMS, parseDatetime } from '../../plan/datetime.js';
import { DURATION_FORMS, formatDuration, parseDuration } from '../../plan/duration.js';
import type { ExpressionScope, ExpressionType } from '../../plan/expression.js';
import { checkExpression } from '../../plan/expression.js';
import type { Value } from '../../plan/value.js';
import type { DocNode, ScalarNode, Span } from '../document-node.js';
import type { TextPart } from '../expression-parts.js';
import { splitExpressions } from '../expression-parts.js';
import type { Problems } from '../problems.js';
import { capital } from './fields.js';
import { hasExpression, readString } from './scalars.js';

/** What a value of the runbook must be, whether written out or an expression. */
export interface Expectation {
  readonly what: string;
  readonly type: 'string' | 'integer' | 'datetime' | 'duration';
  readonly scope: ExpressionScope;
  /** null has a meaning there: `before: null` is the latest restore point. */
  readonly nullable?: boolean;
}

/** Types that an expression may give where another is wanted: datetimes and durations are texts in CEL. */
const GIVES: Readonly<Record<Expectation['type'], readonly ExpressionType[]>> = {
  string: ['string', 'any'],
  integer: ['integer', 'any'],
  datetime: ['datetime', 'string', 'any'],
  duration: ['duration', 'string', 'any'],
};

const IN_TEXT: readonly ExpressionType[] = [
  'string',
  'integer',
  'number',
  'boolean',
  'datetime',
  'duration',
  'any',
];

const WORDS: Readonly<Record<ExpressionType, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  datetime: 'a time',
  duration: 'a duration',
  list: 'a list',
  map: 'a map',
  null: 'null',
  any: 'anything',
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
  const text = readString(node, expectation.what, problems);
  if (text === null || node.kind !== 'scalar') return null;
  if (!hasExpression(text))
    return readLiteral(node, text.replaceAll('$${{', '${{'), expectation, problems);
  return readParts(node, text, expectation, problems);
}

/** Checks CEL that stands without its wrapper, as in a check's `body`. */
export function readCel(
  node: ScalarNode,
  cel: string,
  type: ExpressionType,
  expectation: Omit<Expectation, 'type'>,
  problems: Problems,
): string | null {
  const locate = locator(node, cel);
  return checkCel(cel, locate(cel, 0), [type, 'any'], expectation, problems) ? cel : null;
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

function readParts(
  node: ScalarNode,
  text: string,
  expectation: Expectation,
  problems: Problems,
): Value | null {
  const parts = splitExpressions(text);
  const locate = locator(node, text);
  const isWhole = parts.length === 1;
  const allowed = isWhole ? GIVES[expectation.type] : IN_TEXT;
  const checked = parts.map((part) =>
    checkPart(
      part,
      text,
      locate,
      allowed,
      { ...expectation, nullable: isWhole && expectation.nullable === true },
      problems,
    ),
  );
  if (checked.includes(false)) return null;
  const [first] = parts;
  if (isWhole && first?.kind === 'cel') return { kind: 'expression', cel: first.cel };
  if (expectation.type === 'integer') {
    const found = 'text with an expression inside';
    problems.add('expression-type', node.span, {
      what: capital(expectation.what),
      expected: WORDS.integer,
      found,
    });
    return null;
  }
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
  text: string,
  locate: Locate,
  allowed: readonly ExpressionType[],
  expectation: Expectation,
  problems: Problems,
): boolean {
  switch (part.kind) {
    case 'text':
      return true;
    case 'unclosed':
      problems.add('unclosed-expression', locate(text.slice(part.start), part.start).span, {});
      return false;
    case 'cel':
      return checkCel(part.cel, locate(part.cel, part.start), allowed, expectation, problems);
    default:
      return assertNever(part);
  }
}

function checkCel(
  cel: string,
  place: Place,
  allowed: readonly ExpressionType[],
  expectation: Omit<Expectation, 'type'>,
  problems: Problems,
): boolean {
  const what = capital(expectation.what);
  const check = checkExpression(cel, expectation.scope);
  if (!check.ok) {
    const span = within(place, check.start, check.end);
    if (check.unsupported !== null) problems.add('not-supported-yet', span, check.unsupported);
    else
      problems.add('bad-expression', span, {
        problem: check.message,
        advice: adviseScope(expectation.scope),
      });
    return false;
  }
  if (!allowed.includes(check.type)) {
    const expected =
      allowed === IN_TEXT ? 'something that can stand in a text' : WORDS[allowed[0] ?? 'any'];
    problems.add('expression-type', place.span, { what, expected, found: WORDS[check.type] });
    return false;
  }
  if (check.nullable && expectation.nullable !== true) {
    problems.add('null-value', place.span, { what, found: cel });
    return false;
  }
  return true;
}

function adviseScope(scope: ExpressionScope): string {
  return scope.kind === 'run'
    ? 'An expression is CEL over inputs.NAME and run.id, run.mode, run.runbook, run.startedAt, run.outcome.'
    : 'A body is CEL over json (the parsed body), text and status.';
}

interface Place {
  readonly span: Span;
  /** Whether offsets within the expression can be added to the span's start. */
  readonly isExact: boolean;
}

type Locate = (part: string, offset: number) => Place;

/**
 * Finds parts of a scalar's text in the source. Where the source reads otherwise (escapes, folded
 * lines) the part is searched for, and the whole scalar is pointed at when it is not found.
 */
function locator(node: ScalarNode, text: string): Locate {
  const inQuotes = /^["']/.test(node.source) && node.source.slice(1, -1) === text;
  const isPlain = node.source === text;
  return (part, offset) => {
    const found = inQuotes ? offset + 1 : isPlain ? offset : node.source.indexOf(part);
    if (found < 0) return { span: node.span, isExact: false };
    const start = node.span.start + found;
    return { span: { start, end: start + part.length }, isExact: true };
  };
}

function within({ span, isExact }: Place, start: number, end: number): Span {
  if (!isExact) return span;
  return {
    start: span.start + start,
    end: Math.min(span.start + end, Math.max(span.end, span.start + start + 1)),
  };
}

function assertNever(value: never): never {
  throw new Error(`Unknown part ${JSON.stringify(value)}`);
}
