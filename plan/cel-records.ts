import { toCel } from './cel-value.js';
import type { Json, JsonObject } from './json.js';
import type { Verb } from './plan.js';
import { STEP_OUTPUTS } from './step-output.js';

/** A record of known fields inside CEL: a map, so that no key can reach a prototype. */
type Record_ = Map<string, unknown>;

interface RecordType {
  /** CEL types by field; `dyn` where it may be null. */
  readonly fields: Readonly<Record<string, string>>;
  /** CEL knows a value's type by its class, so each type has a class of its own. */
  readonly make: new () => Record_;
}

const MACHINE = {
  name: 'string',
  result: 'string',
  message: 'dyn',
  restorePoint: 'dyn',
  restorePointTime: 'dyn',
  startedAt: 'dyn',
  endedAt: 'dyn',
  attempts: 'int',
};

const TARGET = {
  id: 'string',
  kind: 'string',
  connection: 'string',
  rehearse: 'string',
  labels: 'list<string>',
};

const EARLIER_RUN = {
  id: 'string',
  runbook: 'string',
  mode: 'string',
  outcome: 'dyn',
  startedAt: 'string',
  endedAt: 'dyn',
  startedBy: 'string',
  reason: 'string',
};

/** What every step has in an expression, beside `output` and `items`. */
const STEP = {
  status: 'string',
  attempts: 'int',
  startedAt: 'dyn',
  endedAt: 'dyn',
  error: 'dyn',
  machines: 'list<Machine>',
};

const ITEM = { key: 'string', status: 'string', attempts: 'int', error: 'dyn' };

/** The names of a step's fields, for messages. */
export const STEP_FIELDS: readonly string[] = [...Object.keys(STEP), 'output', 'items'];

/** The names of a target's fields, for messages. */
export const TARGET_FIELDS: readonly string[] = Object.keys(TARGET);

/** The name of the type of a step in an expression. */
export function stepType(verb: Verb, hasItems: boolean): string {
  return `${capital(verb)}${hasItems ? 'Items' : 'Step'}`;
}

/** Every record type of the language, by name. */
export const RECORD_TYPES: ReadonlyMap<string, RecordType> = new Map<string, RecordType>([
  ['Machine', record(MACHINE)],
  ['Finding', record({ target: 'string', level: 'string', what: 'string', advice: 'dyn' })],
  ['Target', record(TARGET)],
  ['Commands', record({ preFailoverCommand: 'dyn', postFailoverCommand: 'dyn' })],
  ['Run', record(EARLIER_RUN)],
  ['AnyItem', record({ ...ITEM, output: 'map' })],
  ['AnyStep', record({ ...STEP, verb: 'string', output: 'map', items: 'list<AnyItem>' })],
  ['EarlierRun', record({ run: 'Run', steps: 'map<string, AnyStep>' })],
  ...Object.entries(STEP_OUTPUTS).flatMap(([verb, output]) => {
    const name = capital(verb);
    const items = `list<${name}Item>`;
    return [
      [`${name}Output`, record(output)],
      [`${name}Item`, record({ ...ITEM, output: `${name}Output` })],
      [`${name}Step`, record({ ...STEP, output: `${name}Output`, items })],
      [`${name}Items`, record({ ...STEP, output: 'NoOutput', items })],
    ] as [string, RecordType][];
  }),
  ['NoOutput', record({})],
]);

/**
 * A JSON object as a record of a type: its declared fields and no others. A field that is missing
 * stays missing. `only` leaves out the rest, so that a long list that nobody asks for is no matter.
 */
export function toRecord(type: string, json: JsonObject, only?: ReadonlySet<string>): Record_ {
  const declared = RECORD_TYPES.get(type);
  if (declared === undefined) throw new Error(`no record type is called ${type}`);
  const made = new declared.make();
  for (const [field, fieldType] of Object.entries(declared.fields)) {
    const value = Object.hasOwn(json, field) ? json[field] : undefined;
    if (value === undefined || (only !== undefined && !only.has(field))) continue;
    made.set(field, convert(fieldType, value));
  }
  return made;
}

/** An earlier run's record; its steps by id. */
export function toEarlierRun(json: Json): unknown {
  if (!isObject(json)) return json;
  const steps = Array.isArray(json['steps']) ? (json['steps'] as readonly Json[]) : [];
  const byId = steps.flatMap((step): [string, Record_][] =>
    isObject(step) && typeof step['id'] === 'string'
      ? [[step['id'], toRecord('AnyStep', step)]]
      : [],
  );
  const made = toRecord('EarlierRun', isObject(json['run']) ? { run: json['run'] } : {});
  return made.set('steps', new Map(byId));
}

function convert(type: string, value: Json): unknown {
  const item = /^list<(\w+)>$/.exec(type)?.[1];
  if (item !== undefined && RECORD_TYPES.has(item) && Array.isArray(value)) {
    // The bound of lists is that of all values.
    if (value.length > 0) toCel(value.map(() => null));
    return (value as readonly Json[]).map((one) => convert(item, one));
  }
  return RECORD_TYPES.has(type) && isObject(value) ? toRecord(type, value) : toCel(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function record(fields: Readonly<Record<string, string>>): RecordType {
  return { fields, make: class extends Map<string, unknown> {} };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
