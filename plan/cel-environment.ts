import { Environment } from '@marcbachmann/cel-js';
import { orDefault } from './cel-or-default.js';
import { RECORD_TYPES, stepType, toRecord } from './cel-records.js';
import type { ExpressionScope, ExpressionType, ItemFacts, RunScope } from './expression-scope.js';
import { isNullable, RUN_FIELDS } from './expression-scope.js';

export type { Environment as CelEnvironment };

/** The records that a scope's own names are in: a class each, by which CEL knows their type. */
class StepsRecord extends Map<string, unknown> {}
class TargetsRecord extends Map<string, unknown> {}

const LABEL_CALL = 'Targets.withLabel(string): list<string>';

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
for (const [name, { fields, make }] of RECORD_TYPES) {
  base.registerType(name, { ctor: make, fields: { ...fields } });
}

const CEL_TYPES: Readonly<Record<ExpressionType, string>> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  datetime: 'string',
  duration: 'string',
  list: 'list<dyn>',
  run: 'EarlierRun',
  map: 'map',
  null: 'dyn',
  any: 'dyn',
};

const environments = new WeakMap<ExpressionScope, Environment>();

/** The library's environment of a scope, without its steps: made once for each. */
export function environmentOf(scope: ExpressionScope): Environment {
  const known = environments.get(scope);
  if (known !== undefined) return known;
  const made = scope.kind === 'run' ? runEnvironment(scope) : responseEnvironment();
  environments.set(scope, made);
  return made;
}

/** The environment for an expression that names these steps: a runbook may have thousands. */
export function environmentWith(scope: ExpressionScope, steps: Iterable<string>): Environment {
  const plain = environmentOf(scope);
  const named = new Set(steps);
  if (scope.kind !== 'run' || named.size === 0) return plain;
  const key = [...named].join(' ');
  const last = latest.get(scope);
  if (last?.key === key) return last.made;
  const fields = Object.fromEntries(
    [...named].map((id) => {
      const facts = scope.steps?.get(id);
      return [id, facts === undefined ? 'dyn' : stepType(facts.verb, facts.hasItems)];
    }),
  );
  const made = plain
    .clone()
    .registerType('Steps', { ctor: StepsRecord, fields })
    .registerVariable('steps', 'Steps');
  latest.set(scope, { key, made });
  return made;
}

/** Of each scope the last one: one text often names the same steps again and again. */
const latest = new WeakMap<ExpressionScope, { readonly key: string; readonly made: Environment }>();

/** The value of `steps`. */
export function stepsRecord(entries: Iterable<readonly [string, unknown]>): unknown {
  return new StepsRecord(entries);
}

/** The value of `targets`. */
export function targetsRecord(targets: NonNullable<RunScope['targets']>): unknown {
  return new TargetsRecord(
    targets.map((target) => [target.id, toRecord('Target', { ...target, labels: target.labels })]),
  );
}

function runEnvironment(scope: RunScope): Environment {
  const inputs = Object.fromEntries(
    scope.inputs.map((input) => [input.name, isNullable(input) ? 'dyn' : CEL_TYPES[input.type]]),
  );
  const outcome = scope.isAlways ? 'string' : 'dyn';
  const made = base
    .clone()
    .registerVariable('inputs', { schema: inputs })
    .registerVariable('run', { schema: { ...RUN_FIELDS, outcome } });
  if (scope.targets !== undefined) {
    const fields = Object.fromEntries(scope.targets.map(({ id }) => [id, 'Target']));
    made
      .registerType('Targets', { ctor: TargetsRecord, fields })
      .registerFunction(LABEL_CALL, withLabel)
      .registerVariable('targets', 'Targets');
  }
  if (scope.item !== undefined) registerItem(made, scope.item);
  for (const name of scope.ended ?? []) made.registerVariable(name, 'dyn');
  return made;
}

function registerItem(environment: Environment, { name, type, fields }: ItemFacts): void {
  if (fields === undefined) {
    environment.registerVariable(name, CEL_TYPES[type]);
    return;
  }
  const typed = Object.entries(fields).map(([key, value]) => [key, CEL_TYPES[value]]);
  environment.registerVariable(name, { schema: Object.fromEntries(typed) as Fields });
}

type Fields = Record<string, string>;

/** `targets.withLabel("tier1")`: the ids of the targets with that label, in alphabetical order. */
function withLabel(targets: unknown, label: unknown): readonly string[] {
  const all = targets as ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  return [...all]
    .filter(([, target]) => target.get('labels')?.includes(String(label)) === true)
    .map(([id]) => id)
    .sort();
}

function responseEnvironment(): Environment {
  return base
    .clone()
    .registerVariable('json', 'dyn')
    .registerVariable('text', 'string')
    .registerVariable('status', 'int');
}

/** The language's word for a type of CEL; null for records, which are no value by themselves. */
export function typeName(celType: string): ExpressionType | null {
  if (celType.startsWith('list')) return 'list';
  if (celType.startsWith('map')) return 'map';
  return SIMPLE.get(celType) ?? null;
}

/** The type of a list's items. */
export function itemTypeName(celType: string): ExpressionType {
  return SIMPLE.get(/^list<(.*)>$/.exec(celType)?.[1] ?? 'dyn') ?? 'any';
}

const SIMPLE = new Map<string, ExpressionType>([
  ['string', 'string'],
  ['int', 'integer'],
  ['double', 'number'],
  ['bool', 'boolean'],
  ['null', 'null'],
  ['dyn', 'any'],
]);
