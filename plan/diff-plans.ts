import { canonicalJson } from './canonical.js';
import { dangerOf, dangerOfNeeds } from './change-danger.js';
import type { Json, JsonObject } from './json.js';
import type { ChangeSubject, ModeChange, PlanChange } from './plan-change.js';
import type { ChildRunbookStep, Mode, Plan, PlanStep } from './plan.js';
import type { Schedule } from './schedule.js';
import { ancestorsOf } from './step-graph.js';

/** The plans of a runbook, or the one that a file holds. */
export interface ModePlans {
  readonly drill: Plan | null;
  readonly live: Plan | null;
}

/** What a runbook is compiled into: `schedule` is left out where nothing can be said of it. */
export interface ModesAndSchedule extends ModePlans {
  readonly schedule?: Schedule | null;
}

const MODES: readonly Mode[] = ['drill', 'live'];

/** Parts of a plan that are compared one by one, or that say nothing of what a run does. */
const APART = new Set(['planVersion', 'language', 'mode', 'inputs', 'targets', 'steps', 'always']);

/**
 * What has changed in meaning between two runbooks, in the modes that both are there for: dangerous
 * changes first, else in the order of the plan. The order in which steps stand means nothing, what
 * they need does.
 */
export function diffModes(
  before: ModesAndSchedule,
  after: ModesAndSchedule,
): readonly ModeChange[] {
  const found = new Map<string, ModeChange>();
  for (const mode of MODES) {
    const [from, to] = [before[mode], after[mode]];
    if (from === null || to === null) continue;
    for (const change of diffPlans(from, to)) {
      const key = keyOf(change);
      const known = found.get(key);
      found.set(key, { ...change, modes: [...(known?.modes ?? []), mode] });
    }
  }
  const schedule = diffSchedules(before.schedule, after.schedule);
  return [...diffAllowed(before, after), ...found.values(), ...schedule].sort(
    (a, b) => rank(a) - rank(b),
  );
}

/** The same in both modes; of what came or went only that: what it needs differs by mode. */
function keyOf({ subject, change, property, before, after }: PlanChange): string {
  const isWhole = property === null && change !== 'changed';
  return canonicalJson(isWhole ? [subject, change] : [subject, property, before, after]);
}

/** Dangerous ones first; time limits last among them, as one default may change many. */
function rank({ danger, property }: PlanChange): number {
  if (danger === null) return 2;
  return property !== null && /timeoutSeconds$/i.test(property) ? 1 : 0;
}

/** What has changed in meaning between two plans of one mode. */
export function diffPlans(before: Plan, after: Plan): readonly PlanChange[] {
  return [
    ...diffWhole(before, after),
    ...diffNamed('input', byId(before.inputs, 'name'), byId(after.inputs, 'name')),
    ...diffNamed('target', byId(before.targets, 'id'), byId(after.targets, 'id')),
    ...diffSteps(before, after),
    ...diffChildren(before, after),
  ];
}

/** What has changed in the runbooks that both run, as changes of theirs: `network/settle`. */
function diffChildren(before: Plan, after: Plan): PlanChange[] {
  const later = childrenOf(after);
  return childrenOf(before).flatMap((from) => {
    const to = later.find(({ id }) => id === from.id);
    if (to === undefined || from.planHash === to.planHash) return [];
    return diffPlans(from.plan, to.plan).map((change) => {
      const { kind, id } = change.subject;
      // The child as a whole is the step that runs it.
      const subject: ChangeSubject =
        id === null ? { kind: 'step', id: from.id } : { kind, id: `${from.id}/${id}` };
      return { ...change, subject };
    });
  });
}

function childrenOf({ steps, always }: Plan): readonly ChildRunbookStep[] {
  return [...steps, ...always].filter((step) => step.verb === 'runbook');
}

/** A mode that came or went is one change, not one for each step. */
function diffAllowed(before: ModePlans, after: ModePlans): ModeChange[] {
  return MODES.flatMap((mode): ModeChange[] => {
    const [was, is] = [before[mode] !== null, after[mode] !== null];
    if (was === is) return [];
    const danger = is
      ? mode === 'live'
        ? 'it can be run for real now'
        : null
      : mode === 'drill'
        ? 'it can no longer be rehearsed'
        : null;
    const change = { property: 'modes', before: was ? mode : null, after: is ? mode : null };
    const subject = { kind: 'runbook', id: null } as const;
    return [{ subject, change: is ? 'added' : 'removed', ...change, danger, modes: [mode] }];
  });
}

/** It stands beside the plans, as only drills are scheduled. */
function diffSchedules(
  before: Schedule | null | undefined,
  after: Schedule | null | undefined,
): ModeChange[] {
  if (before === undefined || after === undefined) return [];
  const subject = { kind: 'runbook', id: null } as const;
  const modes: readonly Mode[] = ['drill'];
  if (before !== null && after !== null) {
    const changes = diffObjects(subject, 'schedule', json(before), json(after));
    return changes.map((change) => ({ ...change, modes }));
  }
  if (before === after) return [];
  const whole = { subject, property: 'schedule', modes };
  return [
    before === null
      ? { ...whole, change: 'added', before, after: after && json(after), danger: BY_ITSELF }
      : { ...whole, change: 'removed', before: json(before), after: null, danger: NO_LONGER },
  ];
}

const BY_ITSELF = 'drills begin by themselves now';
const NO_LONGER = 'drills no longer begin by themselves';

function diffWhole(before: Plan, after: Plan): PlanChange[] {
  const rest = (plan: Plan): JsonObject =>
    Object.fromEntries(Object.entries(json(plan)).filter(([key]) => !APART.has(key)));
  return diffProperties({ kind: 'runbook', id: null }, rest(before), rest(after));
}

function diffSteps(before: Plan, after: Plan): PlanChange[] {
  const [from, to] = [stepsOf(before), stepsOf(after)];
  const changes = diffNamed('step', from, to);
  const earlier = ancestorsOf([...before.steps, ...before.always]);
  const later = ancestorsOf([...after.steps, ...after.always]);
  return changes.map((change) => {
    if (change.property !== 'needs') return change;
    const id = change.subject.id ?? '';
    const lost = [...to].filter(
      ([need]) => earlier.get(id)?.has(need) === true && later.get(id)?.has(need) !== true,
    );
    return { ...change, danger: dangerOfNeeds(lost.map(([, step]) => step)) };
  });
}

/** Steps by id; `always` is a property like others, so that a move is seen. */
function stepsOf(plan: Plan): ReadonlyMap<string, JsonObject> {
  const entry = (step: PlanStep, always: boolean): [string, JsonObject] => [
    step.id,
    { ...withoutChild(step), always },
  ];
  return new Map([
    ...plan.steps.map((step) => entry(step, false)),
    ...plan.always.map((step) => entry(step, true)),
  ]);
}

/** A child's plan is compared by itself; its hashes change with any comment. */
const CHILD = new Set(['plan', 'planHash', 'runbookHash']);

function withoutChild(step: PlanStep): JsonObject {
  if (step.verb !== 'runbook') return json(step);
  return Object.fromEntries(Object.entries(json(step)).filter(([key]) => !CHILD.has(key)));
}

function byId<K extends 'id' | 'name'>(
  items: readonly { readonly [key in K]: string }[],
  key: K,
): ReadonlyMap<string, JsonObject> {
  return new Map(items.map((item) => [item[key], json(item)]));
}

function diffNamed(
  kind: ChangeSubject['kind'],
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
): PlanChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id) => {
    const [from, to] = [before.get(id), after.get(id)];
    const subject = { kind, id };
    if (from !== undefined && to !== undefined) return diffProperties(subject, from, to);
    const change = from === undefined ? 'added' : 'removed';
    return [
      completed({ subject, change, property: null, before: from ?? null, after: to ?? null }),
    ];
  });
}

/** A step of another verb, or a target of another kind, is another thing: its parts are not compared. */
function diffProperties(
  subject: ChangeSubject,
  before: JsonObject,
  after: JsonObject,
): PlanChange[] {
  const other = ['verb', 'kind'].find((key) => before[key] !== after[key]);
  if (other !== undefined) return [changed(subject, null, before, after)];
  return diffObjects(subject, '', before, after);
}

function diffObjects(
  subject: ChangeSubject,
  path: string,
  before: JsonObject,
  after: JsonObject,
): PlanChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const [from = null, to = null] = [before[key], after[key]];
    if (canonicalJson(from) === canonicalJson(to)) return [];
    const property = path === '' ? key : `${path}.${key}`;
    if (isGroup(from) && isGroup(to)) return diffObjects(subject, property, from, to);
    return [changed(subject, property, from, to)];
  });
}

function changed(
  subject: ChangeSubject,
  property: string | null,
  before: Json,
  after: Json,
): PlanChange {
  return completed({ subject, change: 'changed', property, before, after });
}

function completed(change: Omit<PlanChange, 'danger'>): PlanChange {
  return { ...change, danger: dangerOf(change) };
}

/** A map of settings. What has a `kind` is one value, as a probe or a restore point. */
function isGroup(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !('kind' in value);
}

function json(value: object): JsonObject {
  return value as JsonObject;
}
