import type { ExpressionType } from '../../plan/expression.js';
import { evaluateExpression, ExpressionError, runValues } from '../../plan/expression.js';
import type { ItemFacts, RunScope } from '../../plan/expression-scope.js';
import { knownItem } from '../../plan/expression-strictness.js';
import { standardItemKey } from '../../plan/foreach.js';
import { LIST_LIMIT } from '../../plan/inputs.js';
import type { Json } from '../../plan/json.js';
import type { Foreach } from '../../plan/plan.js';
import type { DocNode, Located, Span } from '../document-node.js';
import { headSpan } from '../document-node.js';
import { FOREACH_KEYS } from '../keys/repeat-keys.js';
import { CONCURRENCY } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { ForeachReading, StepUse } from '../runbook.js';
import { readCel } from './cel.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { toJson } from './json-value.js';
import { readTolerate } from './machines.js';
import { checkId } from './names.js';
import { readInteger, readText } from './scalars.js';

const SHAPE = { what: 'foreach', known: Object.keys(FOREACH_KEYS) };

/** Names that mean something else in expressions: what is in scope, and CEL's own types and packages. */
const TAKEN = new Set([
  ...['inputs', 'run', 'steps', 'targets', 'json', 'text', 'status'],
  ...[
    'string',
    'bool',
    'int',
    'uint',
    'double',
    'map',
    'list',
    'bytes',
    'type',
    'null_type',
    'dyn',
  ],
  ...['cel', 'google', 'optional'],
]);

export interface ForeachParts {
  readonly reading: ForeachReading;
  readonly as: string;
  /** null: they are known only in the run. */
  readonly values: readonly Located<Json>[] | null;
  readonly item: ItemFacts;
}

/** Reads `foreach: { items, as, key, concurrency, tolerate }`. */
export function readForeach(
  node: DocNode,
  span: Span,
  scope: RunScope,
  uses: StepUse[],
  problems: Problems,
): ForeachParts | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const itemsNode = need(fields, 'items', 'items: \'targets.withLabel("tier1")\'', problems);
  const as = readName(fields, problems);
  const items = itemsNode && readItems(itemsNode, scope, uses, problems);
  const concurrency = fields.entries.get('concurrency')?.value;
  const tolerate = fields.entries.get('tolerate')?.value;
  const atATime = concurrency && readInteger(concurrency, 'concurrency', CONCURRENCY, problems);
  const tolerance = tolerate && readTolerate(tolerate, problems);
  if (items === null || as === null) return null;
  const keyNode = fields.entries.get('key')?.value;
  const known =
    items.values === null ? {} : { known: knownItem(items.values.map(({ value }) => value)) };
  const item = { name: as, type: items.type, ...known };
  const itemScope = { ...scope, item };
  const keyContext = { what: 'key', scope: itemScope, uses };
  const key = keyNode && readCel(keyNode, KEY_TYPES, keyContext, problems)?.cel;
  if (keyNode === undefined) checkKeys(items.values, problems);
  const foreach: Foreach = {
    items: items.plan,
    as,
    ...(key === undefined ? {} : { key }),
    concurrency: atATime ?? 1,
    tolerate: tolerance ?? { kind: 'count', value: 0 },
  };
  const tolerateSpan = tolerate === undefined ? null : headSpan(tolerate);
  return {
    reading: { foreach, span, tolerateSpan },
    as,
    values: items.values,
    item,
  };
}

const KEY_TYPES: readonly ExpressionType[] = ['string', 'integer', 'any'];

function readName(fields: Fields, problems: Problems): string | null {
  const node = need(fields, 'as', 'a name for the item, as "as: t"', problems);
  const name = node === null ? null : readText(node, 'the name of the item', problems);
  if (node === null || name === null) return null;
  const what = 'the name of the item';
  if (TAKEN.has(name)) {
    const reason = 'it means something else in expressions';
    problems.add('bad-id', node.span, { found: name, what, reason, joiner: '"_"', nearest: '' });
    return null;
  }
  return checkId(name, what, node.span, problems) ? name : null;
}

interface Items {
  readonly plan: Foreach['items'];
  readonly values: readonly Located<Json>[] | null;
  readonly type: ExpressionType;
}

function readItems(
  node: DocNode,
  scope: RunScope,
  uses: StepUse[],
  problems: Problems,
): Items | null {
  if (node.kind === 'list') {
    const values = node.items.map((item) => ({ value: toJson(item), span: headSpan(item) }));
    return knownItems(values, headSpan(node), problems);
  }
  const reading = readCel(node, ['list', 'any'], { what: 'items', scope, uses }, problems);
  if (reading === null) return null;
  if (!reading.isFixed) {
    return { plan: { kind: 'cel', cel: reading.cel }, values: null, type: reading.items };
  }
  const { span } = reading;
  try {
    const found = evaluateFixed(reading.cel, scope);
    return knownItems(
      found.map((value) => ({ value, span })),
      span,
      problems,
    );
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const advice = 'It names nothing of the run, so it was evaluated while the plan was made.';
    problems.add('bad-expression', span, { problem: error.message, advice });
    return null;
  }
}

function knownItems(
  values: readonly Located<Json>[],
  span: Span,
  problems: Problems,
): Items | null {
  if (values.length === 0) {
    const advice = 'Name at least one item, or look at the labels of the targets.';
    problems.add('empty-value', span, { what: 'The list of items', advice });
    return null;
  }
  if (values.length > LIST_LIMIT) {
    const found = values.length;
    problems.add('out-of-range', span, {
      what: 'The number of items',
      low: 1,
      high: LIST_LIMIT,
      found,
    });
    return null;
  }
  const isText = values.every(({ value }) => typeof value === 'string');
  const list = values.map(({ value }) => value);
  return { plan: { kind: 'list', values: list }, values, type: isText ? 'string' : 'any' };
}

/** A run that there is not yet: the expression names nothing of it. */
const NO_RUN = { id: '', mode: 'drill', runbook: '', startedAt: '', outcome: null } as const;

function evaluateFixed(cel: string, { targets = [] }: RunScope): readonly Json[] {
  const value = evaluateExpression(cel, runValues([], {}, NO_RUN, { targets }));
  if (Array.isArray(value)) return value as readonly Json[];
  throw new ExpressionError(cel, 'items must be a list');
}

/** Records and answers of people name an item by its key. */
function checkKeys(values: readonly Located<Json>[] | null, problems: Problems): void {
  const seen = new Set<string>();
  (values ?? []).forEach(({ value, span }, at) => {
    const key = standardItemKey(value, at);
    if (seen.has(key)) problems.add('duplicate-item', span, { found: key, what: 'items' });
    seen.add(key);
  });
}
