import type { Json, JsonObject } from './json.js';
import type { PlanChange } from './plan-change.js';

type Change = Omit<PlanChange, 'danger'>;

/** Why a change may hurt, or null. Rules go by the name of what has changed, whatever the verb. */
export function dangerOf(change: Change): string | null {
  const { subject, property, before, after } = change;
  if (property === null) {
    if (change.change !== 'changed') return subject.kind === 'step' ? dangerOfStep(change) : null;
    return subject.kind === 'target' ? ANOTHER_TARGET : 'the step does something else';
  }
  const given = GIVEN.find(({ prefix }) => property.startsWith(prefix));
  // The names of inputs are the author's: one may be called as a rule.
  if (given !== undefined) return given.why;
  const name = property.split('.').at(-1) ?? property;
  const known = [`${subject.kind} ${property}`, name].find((key) => Object.hasOwn(RULES, key));
  const rule = known === undefined ? undefined : RULES[known];
  if (rule !== undefined) return rule(before, after);
  return /timeoutSeconds$/i.test(name) ? 'how long it may take has changed' : null;
}

/** Why it may hurt that a step no longer waits for others, which are still there. */
export function dangerOfNeeds(lost: readonly JsonObject[]): string | null {
  const guards = lost.filter(({ verb }) => typeof verb === 'string' && Object.hasOwn(GUARDS, verb));
  if (guards.length === 0) return null;
  return `it no longer waits for ${guards.map(({ id }) => text(id)).join(', ')}`;
}

/** Verbs that keep harm away, and what goes when such a step goes. */
const GUARDS: Readonly<Record<string, string>> = {
  approve: 'nobody is asked any more',
  check: 'nothing looks any more whether it worked',
  readiness: 'nothing looks any more for what would stop it',
  task: 'nobody is asked any more to do this',
};

/** Verbs that act on a server. */
const ACTS = new Set(['failover', 'undo', 'update', 'http', 'runbook']);

function dangerOfStep({ change, before, after }: Change): string | null {
  const step = (change === 'added' ? after : before) as JsonObject;
  const verb = text(step['verb']);
  if (change === 'added') return ACTS.has(verb) ? 'it acts on a server' : null;
  if (verb === 'check' && step['expect'] === 'closed') {
    return 'nothing makes sure any more that the old side is down';
  }
  return ACTS.has(verb) ? 'this is no longer done' : (GUARDS[verb] ?? null);
}

const ANOTHER_TARGET = 'another thing is failed over';
const ANOTHER_REQUEST = 'the server is asked for something else';

type Rule = (before: Json, after: Json) => string | null;

const always =
  (why: string): Rule =>
  () =>
    why;

const when =
  (isBad: (before: Json, after: Json) => boolean, why: string): Rule =>
  (before, after) =>
    isBad(before, after) ? why : null;

/** Maps of values by input. */
const GIVEN = [
  { prefix: 'with.', why: 'the other runbook is given something else' },
  { prefix: 'schedule.inputs.', why: 'drills are given something else' },
] as const;

/** By `subject property`, or by the last part of the property. */
const RULES: Readonly<Record<string, Rule>> = {
  tolerate: when(isRaised, 'more may fail before the step does'),
  critical: when(hasLost, 'a machine that had to succeed need not any more'),
  warning: when((_before, after) => after === 'ok', 'warnings count as success now'),
  unverified: when(
    (_before, after) => after === 'ok',
    'what nobody has seen counts as success now',
  ),
  strict: when((before) => before === true, 'warnings fail the step no longer'),
  expect: always('something else is waited for'),
  probe: always('something else is looked at'),
  action: always('the step does something else'),
  rehearse: always('a drill does something else'),
  restorePoint: always('other data come up'),
  target: always(ANOTHER_TARGET),
  'step targets': when(hasLost, 'a target is no longer looked at'),
  onFailure: when(
    (before, after) => after === 'continue' || before === 'undo',
    'a failure has other consequences',
  ),
  modes: always('the modes have changed'),
  always: always('the step has another place'),
  'target connection': always(ANOTHER_TARGET),
  'target name': always(ANOTHER_TARGET),
  'target names': always(ANOTHER_TARGET),
  'target backupServer': always(ANOTHER_TARGET),
  'target tenant': always(ANOTHER_TARGET),
  'target confirm': always('results come from elsewhere'),
  from: always('other people are asked'),
  'step message': always('people are asked something else'),
  'step do': always('people are asked something else'),
  min: when(isLess, 'fewer people have to say yes'),
  notRequester: when((before) => before === true, 'people may approve what they asked for'),
  onTimeout: when((_before, after) => after === 'continue', 'it goes on when nobody answers'),
  breakGlass: always('other people may pass it'),
  when: always('it takes part in other cases'),
  foreach: always('it is done for other items'),
  'step foreach.items': always('it is done for other items'),
  'step foreach.targets': always('other targets are driven, or in another way'),
  'step method': always(ANOTHER_REQUEST),
  'step url': always(ANOTHER_REQUEST),
  'step connection': always(ANOTHER_REQUEST),
  'step headers': always(ANOTHER_REQUEST),
  'step body': always(ANOTHER_REQUEST),
  'step idempotencyKey': always('the server may take two requests for one, or one for two'),
  'step expect.status': always('another answer counts as success'),
  'step expect.body': always('another answer counts as success'),
  preFailoverCommand: always('the server runs another command'),
  postFailoverCommand: always('the server runs another command'),
  'runbook schedule.when': always('drills run at other times'),
  'runbook schedule.timezone': always('drills run at other times'),
  'runbook schedule.skip': always('drills are left out on other days'),
  'runbook schedule.pauseOnFailure': when(
    (before) => before === true,
    'a drill that fails pauses the schedule no longer',
  ),
  'input min': always('other values are allowed'),
  'input max': always('other values are allowed'),
  'input pattern': always('other values are allowed'),
  'input enum': always('other values are allowed'),
  'input default': always('where nothing is given, something else is done'),
  'input required': when((before) => before === true, 'it need not be given any more'),
};

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

interface Tolerance {
  readonly kind: string;
  readonly value: number;
}

/** A number and a percentage can't be compared: that counts as raised. */
function isRaised(before: Json, after: Json): boolean {
  const [from, to] = [before, after].map((value) => value as Tolerance | null);
  if (from === undefined || from === null || to === undefined || to === null) return true;
  if (from.kind !== to.kind) return to.value > 0;
  return to.value > from.value;
}

function isLess(before: Json, after: Json): boolean {
  return typeof before !== 'number' || typeof after !== 'number' || after < before;
}

function hasLost(before: Json, after: Json): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return true;
  const left = new Set<unknown>(after);
  return before.some((item) => !left.has(item));
}
