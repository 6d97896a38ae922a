import type { ExpressionType } from '../../plan/expression.js';
import type { Json } from '../../plan/json.js';
import type { Value } from '../../plan/value.js';
import type { DocNode } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { CelContext } from './cel.js';
import { hasExpression } from './scalars.js';
import { readExpressions } from './value.js';

/** Any value that JSON can hold. */
export const ANY_VALUE: readonly ExpressionType[] = [
  'any',
  'string',
  'integer',
  'number',
  'boolean',
  'datetime',
  'duration',
  'list',
  'map',
  'null',
  'run',
];

/**
 * Reads any YAML value, expressions anywhere inside: an http body, an input of another runbook. Where
 * it holds none it is one literal. `whole` are the types of an expression that stands alone.
 */
export function readJsonValue(
  node: DocNode,
  whole: readonly ExpressionType[],
  context: CelContext,
  problems: Problems,
): Value | null {
  switch (node.kind) {
    case 'scalar': {
      const { value } = node;
      if (typeof value !== 'string') return { kind: 'literal', value };
      if (!hasExpression(value)) {
        return { kind: 'literal', value: value.replaceAll('$${{', '${{') };
      }
      return readExpressions(node, value, whole, context, problems);
    }
    case 'list': {
      const items = node.items.map((item) => readJsonValue(item, ANY_VALUE, context, problems));
      if (items.includes(null)) return null;
      return collapse({ kind: 'list', items: items.filter((item) => item !== null) });
    }
    case 'map': {
      const entries = node.entries.map((entry) => ({
        key: entry.key,
        value: readJsonValue(entry.value, ANY_VALUE, context, problems),
      }));
      const read = entries.flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]));
      if (read.length < entries.length) return null;
      // In one order: that of a map's keys means nothing.
      return collapse({ kind: 'map', entries: read.sort((a, b) => (a.key < b.key ? -1 : 1)) });
    }
    default:
      return assertNever(node);
  }
}

/** A YAML value as it stands, without a look at expressions. */
export function toJson(node: DocNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]));
    default:
      return assertNever(node);
  }
}

type Compound = Extract<Value, { readonly kind: 'list' | 'map' }>;

/** A list or map of literals is a literal. */
function collapse(value: Compound): Value {
  const inside = value.kind === 'list' ? value.items : value.entries.map((entry) => entry.value);
  const literals = inside.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
  if (literals.length < inside.length) return value;
  if (value.kind === 'list') return { kind: 'literal', value: literals };
  const entries = value.entries.map(({ key }, at): [string, Json] => [key, literals[at] ?? null]);
  return { kind: 'literal', value: Object.fromEntries(entries) };
}

function assertNever(node: never): never {
  throw new Error(`Unknown node ${JSON.stringify(node)}`);
}
