import type { ExpressionType } from '../../plan/expression.js';
import type { InputType, PlanInput } from '../../plan/plan.js';
import type { Value } from '../../plan/value.js';
import type { RunbookAction } from '../action.js';
import type { DocNode, Entry, Span } from '../document-node.js';
import { headSpan } from '../document-node.js';
import type { Problems } from '../problems.js';
import { typeWords } from './cel.js';
import { capital } from './fields.js';
import type { Fields } from './fields.js';
import { readTyped } from './inputs.js';
import { readJsonValue } from './json-value.js';
import { adviseName } from './names.js';
import { hasExpression, readText, wrongType } from './scalars.js';
import type { StepContext } from './step-context.js';

/** Types of an expression that an input takes. */
const TAKES: Readonly<Record<InputType, readonly ExpressionType[]>> = {
  string: ['string', 'datetime', 'duration', 'any'],
  integer: ['integer', 'any'],
  number: ['number', 'integer', 'any'],
  boolean: ['boolean', 'any'],
  datetime: ['datetime', 'string', 'any'],
  duration: ['duration', 'string', 'any'],
  list: ['list', 'any'],
  run: ['run', 'any'],
};

const TEXTS: readonly InputType[] = ['string', 'datetime', 'duration'];

/** Reads `runbook: FILE` with `with:` beside it: the other runbook is read too, for its inputs. */
export function readChild(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): RunbookAction | null {
  const file = readText(node, 'the file of a runbook', problems);
  const child = file === null ? null : context.shelf.open(file, node.span, problems);
  const given = fields.entries.get('with')?.value;
  const inputs = child?.inputs ?? null;
  const values = inputs === null ? {} : readWith(given, inputs, node.span, context, problems);
  if (file === null) return null;
  return { verb: 'runbook', verbSpan, file: { value: file, span: node.span }, child, with: values };
}

function readWith(
  node: DocNode | undefined,
  inputs: readonly PlanInput[],
  span: Span,
  context: StepContext,
  problems: Problems,
): Readonly<Record<string, Value>> {
  if (node !== undefined && node.kind !== 'map') {
    wrongType(node, 'with', 'a map of values by input', problems);
    return {};
  }
  const entries = (node?.entries ?? []).filter(({ key }) => !key.startsWith('x-'));
  const names = inputs.map(({ name }) => name);
  const given = new Set(entries.map(({ key }) => key));
  for (const { name, required } of inputs) {
    if (required && !given.has(name)) problems.add('missing-input', span, { input: name });
  }
  return Object.fromEntries(
    entries.flatMap((entry): [string, Value][] => {
      const declared = inputs.find(({ name }) => name === entry.key);
      const value = readOne(entry, declared, names, context, problems);
      return value === null ? [] : [[entry.key, value]];
    }),
  );
}

function readOne(
  { key, keySpan, value: node }: Entry,
  declared: PlanInput | undefined,
  names: readonly string[],
  context: StepContext,
  problems: Problems,
): Value | null {
  if (declared === undefined) {
    problems.add('unknown-input', keySpan, {
      found: key,
      advice: adviseName(key, names, 'inputs'),
    });
    return null;
  }
  if (!holdsExpression(node)) {
    const isNull = node.kind === 'scalar' && node.value === null && !declared.required;
    return { kind: 'literal', value: isNull ? null : readTyped(node, 'value', declared, problems) };
  }
  const what = `input ${key}`;
  const nullable = !declared.required;
  const cel = { what, nullable, scope: context.scope, uses: context.uses };
  const value = readJsonValue(node, TAKES[declared.type], cel, problems);
  const isText = value?.kind === 'text' && !TEXTS.includes(declared.type);
  const isOther = (value?.kind === 'list' && declared.type !== 'list') || value?.kind === 'map';
  if (!isText && !isOther) return value;
  problems.add('expression-type', headSpan(node), {
    what: capital(what),
    expected: typeWords(declared.type),
    found: isText ? 'text with an expression inside' : `a ${value.kind}`,
  });
  return null;
}

function holdsExpression(node: DocNode): boolean {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && hasExpression(node.value);
    case 'list':
      return node.items.some(holdsExpression);
    case 'map':
      return node.entries.some(({ value }) => holdsExpression(value));
    default:
      return assertNever(node);
  }
}

function assertNever(node: never): never {
  throw new Error(`Unknown node ${JSON.stringify(node)}`);
}
