import { stepsRecord, targetsRecord } from './cel-environment.js';
import { stepType, toEarlierRun, toRecord } from './cel-records.js';
import { toCel } from './cel-value.js';
import { ExpressionError } from './expression-error.js';
import type { NamePath } from './expression-paths.js';
import type { ExpressionScope, RunScope, StepFacts, TargetFacts } from './expression-scope.js';
import type { Json, JsonObject } from './json.js';
import type { RunOutcome } from './outcome.js';
import type { Mode, PlanInput, Verb } from './plan.js';
import type { StepRecord } from './run-record.js';

/** `run` as an expression sees it. Times are ISO 8601 in UTC. */
export interface RunValues {
  readonly id: string;
  readonly mode: Mode;
  readonly runbook: string;
  readonly startedAt: string;
  readonly outcome: RunOutcome | null;
}

/** The variables of one evaluation, made by `runValues` or `responseValues`. */
export interface ExpressionValues {
  readonly scope: ExpressionScope;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly steps: StepLookup;
}

/** Gives the steps that an expression names, and only those: a record may be long. */
export interface StepLookup {
  get(id: string): StepRecord | undefined;
}

/** What is known in a run beside its inputs. */
export interface RunFacts {
  /** The steps that are over, as the record holds them. */
  readonly steps?: readonly StepRecord[];
  readonly targets?: readonly TargetFacts[];
  /** The item of `foreach` that is done now, and its name. */
  readonly item?: { readonly name: string; readonly value: Json };
}

/** What a run's expressions may name. Kept by who evaluates many: making it costs more than one of them. */
export function runScope(
  declarations: readonly PlanInput[],
  facts: {
    readonly isAlways: boolean;
    readonly steps: ReadonlyMap<string, StepFacts>;
    readonly targets: readonly TargetFacts[];
    readonly itemName: string | null;
  },
): RunScope {
  const { isAlways, steps, targets, itemName } = facts;
  return {
    kind: 'run',
    inputs: declarations,
    isAlways,
    steps,
    targets,
    ...(itemName === null ? {} : { item: { name: itemName, type: 'any' } }),
  };
}

/** The variables of one evaluation in a scope that was made before. */
export function scopedValues(
  scope: RunScope,
  facts: {
    readonly inputs: JsonObject;
    readonly run: RunValues;
    readonly steps: StepLookup;
    readonly item: Json;
  },
): ExpressionValues {
  const { inputs, run, steps, item } = facts;
  const variables = {
    inputs: inputsOf(scope.inputs, inputs),
    run: { ...run },
    targets: targetsOf(scope.targets ?? []),
    ...(scope.item === undefined ? {} : { [scope.item.name]: toCel(item) }),
  };
  return { scope, variables, steps };
}

/** The variables of a run's expressions; `inputs` are resolved ones (`resolveInputs`). */
export function runValues(
  declarations: readonly PlanInput[],
  inputs: JsonObject,
  run: RunValues,
  { steps = [], targets = [], item }: RunFacts = {},
): ExpressionValues {
  const scope = runScope(declarations, {
    isAlways: run.outcome !== null,
    steps: new Map(steps.map((step) => [step.id, factsOf(step)])),
    targets,
    itemName: item?.name ?? null,
  });
  const lookup = new Map(steps.map((step) => [step.id, step]));
  return scopedValues(scope, { inputs, run, steps: lookup, item: item?.value ?? null });
}

/** Inputs do not change within a run, and the record of an earlier one is long: each is made once. */
const madeInputs = new WeakMap<JsonObject, Readonly<Record<string, unknown>>>();

function inputsOf(declarations: readonly PlanInput[], inputs: JsonObject) {
  const known = madeInputs.get(inputs);
  if (known !== undefined) return known;
  const typed = declarations.map((declared): [string, unknown] => [
    declared.name,
    inputValue(declared, inputs[declared.name] ?? null),
  ]);
  const made = Object.fromEntries(typed);
  madeInputs.set(inputs, made);
  return made;
}

const madeTargets = new WeakMap<readonly TargetFacts[], unknown>();

function targetsOf(targets: readonly TargetFacts[]): unknown {
  const made = madeTargets.get(targets) ?? targetsRecord(targets);
  madeTargets.set(targets, made);
  return made;
}

function inputValue({ type }: PlanInput, value: Json): unknown {
  // A `number` stays a CEL double even when it is whole: 5 / 2 must be 2.5.
  if (type === 'number') return value;
  return type === 'run' ? toEarlierRun(value) : toCel(value);
}

function factsOf({ verb, items }: StepRecord): StepFacts {
  return { verb: verb as Verb, hasItems: items !== undefined };
}

/** The steps that an expression names, with the fields that it names: a long list costs nobody else. */
export function stepVariable(paths: readonly NamePath[], steps: StepLookup): unknown {
  if (paths.length === 0) return null;
  const fields = new Map<string, Set<string>>();
  for (const { names } of paths) {
    const [, id = '', field = ''] = names;
    fields.set(id, (fields.get(id) ?? new Set()).add(field));
  }
  return stepsRecord(
    [...fields].flatMap(([id, only]): [string, unknown][] => {
      const step = steps.get(id);
      if (step === undefined) return [];
      const { verb, hasItems } = factsOf(step);
      const json = { items: [], ...step } as unknown as JsonObject;
      return [[id, toRecord(stepType(verb, hasItems), json, only)]];
    }),
  );
}

const RESPONSE_SCOPE: ExpressionScope = { kind: 'response' };

/** The variables of an http check's body. `json` is the parsed body, null where it is none. Throws ExpressionError. */
export function responseValues(json: Json, text: string, status: number): ExpressionValues {
  try {
    const variables = { json: toCel(json), text, status: BigInt(status) };
    return { scope: RESPONSE_SCOPE, variables, steps: new Map() };
  } catch (error) {
    throw new ExpressionError('json', error instanceof Error ? error.message : String(error));
  }
}
