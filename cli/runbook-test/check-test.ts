import { endedRunScope } from '../../plan/ended-run.js';
import { checkExpression } from '../../plan/expression.js';
import { nearestName } from '../../plan/nearest-name.js';
import type { Plan, PlanStep } from '../../plan/plan.js';
import { replicaNames } from '../../plan/target.js';
import { stepsOfPlay, targetsOfPlay, type PlayedTarget } from './played-plan.js';
import type { withDefaults } from './runbook-test.js';
import type { AnswerFixture, Meeting, TargetFixture, WrittenTest } from './test-schema.js';

/** Something that is wrong, at a path below the test. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Fixtures = Pick<ReturnType<typeof withDefaults>, 'targets' | 'network' | 'waits'>;

/** Holds a test against the plan that it is of: what it names must be there. */
export function checkTest(test: WrittenTest, fixtures: Fixtures, plan: Plan): readonly Finding[] {
  const steps = new Map(stepsOfPlay(plan).map((step) => [step.id, step]));
  return [
    ...(test.outcome === undefined && test.expect.length === 0
      ? [{ path: [], message: 'it can only pass: say what is expected with outcome or expect' }]
      : []),
    ...checkTargets(fixtures.targets, targetsOfPlay(plan)),
    ...Object.entries(fixtures.network).flatMap(([id, meeting]) =>
      checkMeeting(id, meeting, steps),
    ),
    ...Object.keys(fixtures.waits).flatMap((id) => {
      const path = ['waits', id];
      const step = steps.get(id);
      if (step === undefined) return [unknown(path, 'step', id, [...steps.keys()])];
      return step.verb === 'wait'
        ? []
        : [{ path, message: `${id} is no wait, it is ${step.verb}` }];
    }),
    ...test.answers.flatMap((answer, index) =>
      checkAnswer(answer, steps).map((message) => ({ path: ['answers', index], message })),
    ),
    ...checkExpectations(test.expect, plan),
  ];
}

function checkTargets(
  targets: Fixtures['targets'],
  known: readonly PlayedTarget[],
): readonly Finding[] {
  const byKey = new Map(known.map((one) => [one.key, one.target]));
  return Object.entries(targets).flatMap(([key, fixture]) => {
    const path = ['targets', key];
    const target = byKey.get(key);
    if (target === undefined) return [unknown(path, 'target', key, [...byKey.keys()])];
    const names = replicaNames(target);
    const messages =
      names === null ? checkPlanFixture(target.kind, fixture) : checkReplicaFixture(names, fixture);
    return messages.map((message) => ({ path, message }));
  });
}

function checkPlanFixture(kind: string, fixture: TargetFixture): readonly string[] {
  const named = Object.keys(fixture.machines).length;
  return [
    ...(fixture.type !== undefined && kind !== 'spcFailoverPlan'
      ? [`type is for plans of a Service Provider Console; this is a ${kind}`]
      : []),
    ...(fixture.count !== undefined && fixture.count < named
      ? [`count is ${fixture.count}, and ${named} machines are named`]
      : []),
    ...(kind !== 'spcFailoverPlan' && fixture.faults.some(({ on }) => on === 'update')
      ? [`only a plan of a Service Provider Console is updated; this is a ${kind}`]
      : []),
  ];
}

function checkReplicaFixture(names: readonly string[], fixture: TargetFixture): readonly string[] {
  const strange = Object.keys(fixture.machines).filter((name) => !names.includes(name));
  return [
    ...strange.map((name) => unknownText('machine', name, names)),
    ...(fixture.count === undefined ? [] : ['count is for plans: the runbook names the replicas']),
    ...(fixture.jobFails ? ['jobFails is for plans: say result: failed of the machines'] : []),
    ...(fixture.faults.some(({ on }) => on !== 'failover')
      ? ['single replicas are only failed over: a fault can be on: failover']
      : []),
  ];
}

function checkMeeting(
  id: string,
  meeting: Meeting,
  steps: ReadonlyMap<string, PlanStep>,
): readonly Finding[] {
  const path = ['network', id];
  // An item's own name: STEP.ITEM.
  const step = steps.get(id) ?? steps.get(id.split('.')[0] ?? '');
  if (step === undefined) return [unknown(path, 'step', id, [...steps.keys()])];
  const isOfCheck = 'holds' in meeting || 'after' in meeting;
  const isOfHttp = ['status', 'json', 'text', 'fault'].some((key) => key in meeting);
  if (step.verb === 'check') {
    if (step.probe.kind === 'expr') {
      return [{ path, message: `${id} is an expr: it asks no other system` }];
    }
    return isOfHttp
      ? [{ path, message: `${id} is a check: say holds, fails or { after: DURATION }` }]
      : [];
  }
  if (step.verb !== 'http') {
    return [{ path, message: `${id} is ${step.verb}; only check and http ask other systems` }];
  }
  return isOfCheck && !isOfHttp && meeting.holds !== false && meeting.holds !== true
    ? [{ path, message: `${id} is an http step: say status, json, text or fault` }]
    : [];
}

const RUN_WORDS = new Set(['abort', 'undo', 'pause', 'resume']);
const OF_VERB: Readonly<Record<string, PlanStep['verb']>> = {
  approve: 'approve',
  reject: 'approve',
  'break-glass': 'approve',
  done: 'task',
  failed: 'task',
  skipped: 'task',
};

function checkAnswer(
  answer: AnswerFixture,
  steps: ReadonlyMap<string, PlanStep>,
): readonly string[] {
  const { step: id, at, with: word } = answer;
  if (at !== undefined) {
    if (id !== undefined || answer.after !== undefined) {
      return ['`at` is of the whole run: leave step and after out'];
    }
    return RUN_WORDS.has(word)
      ? []
      : [`\`at\` goes with ${[...RUN_WORDS].join(', ')}; ${word} answers a step that waits`];
  }
  if (id === undefined) return ['say which step waits (step), or when (at)'];
  const step = steps.get(id);
  if (step === undefined) return [unknownText('step', id, [...steps.keys()])];
  const verb = OF_VERB[word];
  if (verb !== undefined && step.verb !== verb) {
    return [`${word} answers ${verb}; ${id} is ${step.verb}`];
  }
  if (answer.item !== undefined && step.foreach === undefined) {
    return [`${id} has no foreach, so no item ${answer.item}`];
  }
  return answer.machines !== undefined && word !== 'retry' ? ['machines is for retry'] : [];
}

function checkExpectations(expect: readonly string[], plan: Plan): readonly Finding[] {
  const scope = endedRunScope(plan);
  return expect.flatMap((cel, index) => {
    const path = ['expect', index];
    const check = checkExpression(cel, scope);
    if (!check.ok) {
      const part = cel.slice(check.start, check.end);
      return [{ path, message: `${check.message}${part === cel ? '' : ` (at \`${part}\`)`}` }];
    }
    return check.type === 'boolean' || check.type === 'any'
      ? []
      : [{ path, message: `it must be true or false; it is of type ${check.type}` }];
  });
}

function unknown(
  path: readonly (string | number)[],
  what: string,
  name: string,
  known: readonly string[],
): Finding {
  return { path, message: unknownText(what, name, known) };
}

function unknownText(what: string, name: string, known: readonly string[]): string {
  if (known.length === 0) return `there is no ${what} "${name}": the runbook has none in this mode`;
  const nearest = nearestName(name, known);
  const advice =
    nearest === null ? `there are ${known.slice(0, 20).join(', ')}` : `did you mean "${nearest}"?`;
  return `there is no ${what} "${name}" in this mode; ${advice}`;
}
