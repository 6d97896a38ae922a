import type { ExpressionScope, ExpressionType } from '../../plan/expression.js';
import { checkExpression } from '../../plan/expression.js';
import type { DocNode, ScalarNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { StepUse } from '../runbook.js';
import { scalarOffsets } from '../scalar-offsets.js';
import { capital } from './fields.js';
import { hasExpression, readString } from './scalars.js';

/** Where an expression stands, and what it may name. */
export interface CelContext {
  /** The value that it gives, for messages. */
  readonly what: string;
  readonly scope: ExpressionScope;
  /** null has a meaning there: `before: null` is the latest restore point. */
  readonly nullable?: boolean;
  /** Takes note of the steps that it names. */
  readonly uses?: StepUse[];
}

/** What is known of an expression that is right. */
export interface CelReading {
  readonly cel: string;
  readonly type: ExpressionType;
  readonly items: ExpressionType;
  readonly isFixed: boolean;
  readonly span: Span;
}

/** Types that can stand inside a text. */
export const IN_TEXT: readonly ExpressionType[] = [
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
  run: 'an earlier run',
  map: 'a map',
  null: 'null',
  any: 'anything',
};

/** What a value of a type is called. */
export function typeWords(type: ExpressionType): string {
  return WORDS[type];
}

/** Reads CEL that stands without its wrapper, as in `when`, `items` or a check's `body`. */
export function readCel(
  node: DocNode,
  allowed: readonly ExpressionType[],
  context: CelContext,
  problems: Problems,
): CelReading | null {
  if (node.kind === 'scalar' && typeof node.value === 'boolean' && allowed.includes('boolean')) {
    const { span } = node;
    return { cel: String(node.value), type: 'boolean', items: 'any', isFixed: true, span };
  }
  const cel = readString(node, context.what, problems);
  if (cel === null || node.kind !== 'scalar') return null;
  if (hasExpression(cel)) {
    problems.add('expression-wrapped', node.span, { what: capital(context.what) });
    return null;
  }
  // A block ends with a line break that means nothing.
  const start = cel.length - cel.trimStart().length;
  return checkCel({ cel: cel.trim(), start }, locator(node, cel), allowed, context, problems);
}

/** Checks an expression that begins at an offset of its scalar's text. */
export function checkCel(
  { cel, start }: { readonly cel: string; readonly start: number },
  locate: Locate,
  allowed: readonly ExpressionType[],
  context: CelContext,
  problems: Problems,
): CelReading | null {
  const { what, scope, nullable = false, uses } = context;
  const span = locate(start, start + cel.length);
  const check = checkExpression(cel, scope);
  if (!check.ok) {
    const place = locate(start + check.start, start + check.end);
    problems.add('bad-expression', place, { problem: check.message, advice: adviseScope(scope) });
    return null;
  }
  const { type, items, isFixed, steps } = check;
  if (!allowed.includes(type)) {
    const expected =
      allowed === IN_TEXT ? 'something that can stand in a text' : WORDS[allowed[0] ?? 'any'];
    problems.add('expression-type', span, { what: capital(what), expected, found: WORDS[type] });
    return null;
  }
  if (check.nullable && !nullable) {
    problems.add('null-value', span, { what: capital(what), found: cel });
    return null;
  }
  for (const { names, start: from, end } of steps) {
    const [, step = '', field = ''] = names;
    uses?.push({ step, field, span: locate(start + from, start + end) });
  }
  return { cel, type, items, isFixed, span };
}

function adviseScope(scope: ExpressionScope): string {
  if (scope.kind === 'response') {
    return 'A body is CEL over json (the parsed body), text and status.';
  }
  const item = scope.item === undefined ? '' : `, ${scope.item.name} (the item of foreach)`;
  return `An expression is CEL over inputs.NAME, steps.ID.FIELD, targets.ID.FIELD${item} and run.id, run.mode, run.runbook, run.startedAt, run.outcome.`;
}

/** The place of a part of a scalar's text. */
export type Locate = (start: number, end: number) => Span;

/** Finds parts of a scalar's text in the source, through quotes, escapes and folded lines. */
export function locator(node: ScalarNode, text: string): Locate {
  let offsets: ReturnType<typeof scalarOffsets> | undefined;
  return (start, end) => {
    offsets ??= scalarOffsets(node.source, text);
    if (offsets === null) return node.span;
    const last = Math.min(Math.max(end - 1, start), text.length - 1);
    const from = offsets.starts[start] ?? offsets.ends[last] ?? 0;
    const to = Math.max(offsets.ends[last] ?? 0, from + 1);
    return { start: node.span.start + from, end: Math.min(node.span.start + to, node.span.end) };
  };
}
