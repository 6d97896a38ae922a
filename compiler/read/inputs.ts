import { readInput } from '../../plan/inputs.js';
import type { Json } from '../../plan/json.js';
import { patternProblem } from '../../plan/pattern.js';
import type { InputType, PlanInput } from '../../plan/plan.js';
import type { DocNode, Entry } from '../document-node.js';
import { describeNode, headSpan } from '../document-node.js';
import { INPUT_KEYS } from '../keys/input-keys.js';
import { INPUT_TYPES } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { toJson } from './json-value.js';
import { checkId } from './names.js';
import { readBoolean, readChoice, readInteger, readText, wrongType } from './scalars.js';

/** What a value of a type is called. */
const TYPE_WORDS: Readonly<Record<InputType, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  datetime: 'a time',
  duration: 'a duration',
  list: 'a list',
  run: 'an earlier run',
};

const KEYS = Object.keys(INPUT_KEYS);

/** Keys that say something only for some types. */
const FITS: Readonly<Record<string, readonly InputType[]>> = {
  pattern: ['string'],
  enum: ['string', 'integer', 'number', 'datetime', 'duration'],
  min: ['string', 'integer', 'number', 'datetime', 'duration', 'list'],
  max: ['string', 'integer', 'number', 'datetime', 'duration', 'list'],
};

/** Reads `inputs`: a map from names to declarations. In the order of their names, as they have none. */
export function readInputs(node: DocNode | undefined, problems: Problems): PlanInput[] {
  if (node === undefined) return [];
  if (node.kind !== 'map') {
    wrongType(node, 'inputs', 'a map of inputs by name', problems);
    return [];
  }
  return node.entries
    .filter(({ key }) => !key.startsWith('x-'))
    .map((entry) => readDeclaration(entry, problems))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readDeclaration({ key: name, keySpan, value }: Entry, problems: Problems): PlanInput {
  checkId(name, "an input's name", keySpan, problems);
  const fields = readFields(value, { what: `input "${name}"`, known: KEYS }, problems);
  const bare = bareInput(name, 'string');
  if (fields === null) return bare;
  const type = readType(fields, problems);
  if (type === null) return bare;
  refuseMisfits(fields, name, type, problems);
  const required = fields.entries.get('required');
  const description = fields.entries.get('description');
  const declared: PlanInput = {
    ...bareInput(name, type),
    description:
      description === undefined ? null : readText(description.value, 'the description', problems),
    required: required !== undefined && readBoolean(required.value, 'required', problems) === true,
    pattern: readPattern(fields, name, problems),
    min: readBound(fields, 'min', name, type, problems),
    max: readBound(fields, 'max', name, type, problems),
  };
  checkBounds(fields, declared, problems);
  return readDefault(fields, readEnum(fields, declared, problems), problems);
}

function readType(fields: Fields, problems: Problems): InputType | null {
  const node = need(fields, 'type', `a type: ${INPUT_TYPES.join(', ')}`, problems);
  return node === null ? null : readChoice(node, "an input's type", INPUT_TYPES, problems);
}

function refuseMisfits(fields: Fields, name: string, type: InputType, problems: Problems): void {
  for (const [key, types] of Object.entries(FITS)) {
    const entry = fields.entries.get(key);
    if (entry === undefined || types.includes(type)) continue;
    problems.add('input-conflict', entry.keySpan, {
      input: name,
      problem: `"${key}" says nothing about a ${type}`,
      advice: `Remove it; "${key}" goes with ${types.join(', ')}.`,
    });
  }
}

function readPattern(fields: Fields, name: string, problems: Problems): string | null {
  const entry = fields.entries.get('pattern');
  const pattern = entry === undefined ? null : readText(entry.value, 'the pattern', problems);
  if (entry === undefined || pattern === null) return null;
  const problem = patternProblem(pattern);
  if (problem === null) return pattern;
  problems.add('bad-pattern', entry.value.span, { input: name, problem });
  return null;
}

/** A bound is a value of the type; for texts and lists it is their size. */
function readBound(
  fields: Fields,
  key: 'min' | 'max',
  name: string,
  type: InputType,
  problems: Problems,
): number | string | null {
  const node = fields.entries.get(key)?.value;
  if (node === undefined) return null;
  if (type === 'string' || type === 'list') {
    return readInteger(node, `${key} of input "${name}"`, [0, 10_000], problems);
  }
  const value = readTyped(node, key, bareInput(name, type), problems);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function checkBounds(
  fields: Fields,
  { name, type, min, max }: PlanInput,
  problems: Problems,
): void {
  const entry = fields.entries.get('min');
  if (entry === undefined || min === null || max === null) return;
  const bounded = { ...bareInput(name, type), max };
  const isBelow =
    typeof min === 'number' && typeof max === 'number' ? min <= max : readInput(bounded, min).ok;
  if (isBelow) return;
  const problem = `min (${min}) is above max (${max})`;
  problems.add('input-conflict', entry.keySpan, { input: name, problem, advice: 'Swap them.' });
}

function readEnum(fields: Fields, declared: PlanInput, problems: Problems): PlanInput {
  const node = fields.entries.get('enum')?.value;
  if (node === undefined) return declared;
  if (node.kind !== 'list' || node.items.length === 0) {
    wrongType(node, `enum of input "${declared.name}"`, 'a list of values', problems);
    return declared;
  }
  const values = node.items.map((item) => readTyped(item, 'enum', declared, problems));
  return { ...declared, enum: values.filter((value) => value !== null) };
}

function readDefault(fields: Fields, declared: PlanInput, problems: Problems): PlanInput {
  const entry = fields.entries.get('default');
  if (entry === undefined) return declared;
  if (declared.required) {
    problems.add('input-conflict', entry.keySpan, {
      input: declared.name,
      problem: 'a required input has no use for a default',
      advice: 'Keep "required: true" or the default.',
    });
  }
  return { ...declared, default: readTyped(entry.value, 'default', declared, problems) };
}

/** A value of the declared type and within its bounds, as `resolveInputs` would give it. */
export function readTyped(
  node: DocNode,
  key: string,
  declared: PlanInput,
  problems: Problems,
): Json {
  const { name, type } = declared;
  const isText = type === 'string' || type === 'datetime' || type === 'duration';
  if (isText && node.kind === 'scalar' && typeof node.value !== 'string') {
    return readText(node, `${key} of input "${name}"`, problems);
  }
  const raw = toJson(node);
  // On the command line "5" is a number; in YAML it is a text.
  if (!isText && typeof raw === 'string') {
    const problem = `must be ${TYPE_WORDS[type]}, found ${describeNode(node)}`;
    problems.add('bad-default', headSpan(node), { key, input: name, problem });
    return null;
  }
  const reading = readInput(declared, raw);
  if (reading.ok) return reading.value;
  const problem = raw === null ? `has no value` : reading.problem;
  problems.add('bad-default', headSpan(node), { key, input: name, problem });
  return null;
}

function bareInput(name: string, type: InputType): PlanInput {
  return {
    name,
    type,
    description: null,
    required: false,
    default: null,
    enum: null,
    pattern: null,
    min: null,
    max: null,
  };
}
