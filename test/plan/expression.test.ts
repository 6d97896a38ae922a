import { describe, expect, it } from '@jest/globals';
import type { ExpressionScope } from '../../plan/expression.js';
import {
  checkExpression,
  evaluateExpression,
  evaluateValue,
  ExpressionError,
  responseValues,
  runValues,
} from '../../plan/expression.js';
import type { Json } from '../../plan/json.js';
import type { InputType, PlanInput, PlanTarget } from '../../plan/plan.js';
import type { StepRecord } from '../../plan/run-record.js';

function declare(name: string, type: InputType, more: Partial<PlanInput> = {}): PlanInput {
  const bare = { description: null, required: false, default: null, enum: null };
  return { name, type, ...bare, pattern: null, min: null, max: null, ...more };
}

const INPUTS = [
  declare('site', 'string', { required: true }),
  declare('count', 'integer', { default: 3 }),
  declare('ratio', 'number', { default: 5 }),
  declare('force', 'boolean', { default: false }),
  declare('before', 'datetime'),
  declare('pause', 'duration', { default: 'PT5M' }),
  declare('names', 'list', { default: ['a', 'b'] }),
];
const SCOPE: ExpressionScope = { kind: 'run', inputs: INPUTS, isAlways: false };
const RUN = {
  id: 'erp/1',
  mode: 'drill',
  runbook: 'erp',
  startedAt: '2026-11-21T03:00:00.000Z',
  outcome: null,
} as const;
const GIVEN = {
  site: 'dr',
  count: 3,
  ratio: 5,
  force: false,
  before: null,
  pause: 'PT5M',
  names: ['a', 'b'],
};
const VALUES = runValues(INPUTS, GIVEN, RUN);

const failure = (cel: string) => {
  const check = checkExpression(cel, SCOPE);
  return check.ok ? null : check;
};

describe('checkExpression', () => {
  it.each([
    ['inputs.site', 'string'],
    ['inputs.count + 1', 'integer'],
    ['inputs.ratio / 2.0', 'number'],
    ['inputs.force || true', 'boolean'],
    ['inputs.names', 'list'],
    ['inputs.pause', 'duration'],
    ['inputs.before', 'datetime'],
    ['inputs.before == null', 'boolean'],
    ['run.startedAt < "2027"', 'boolean'],
    ['{"a": 1}', 'map'],
    ['null', 'null'],
    ['orDefault(inputs.before, run.startedAt)', 'any'],
    ['inputs.names.exists(n, n == "a")', 'boolean'],
  ])('knows the type of %s', (cel, type) => {
    expect(checkExpression(cel, SCOPE)).toMatchObject({ ok: true, type });
  });

  it.each([
    ['inputs.site', false],
    ['inputs.before', true],
    ['run.outcome', true],
    ['run.id', false],
  ])('knows whether %s may be null', (cel, nullable) => {
    expect(checkExpression(cel, SCOPE)).toMatchObject({ ok: true, nullable });
  });

  it('knows that the outcome is a text in always', () => {
    expect(checkExpression('run.outcome', { ...SCOPE, isAlways: true })).toMatchObject({
      type: 'string',
      nullable: false,
    });
  });

  it.each([
    ['inputs.sit', 7, 10],
    ['inputs.count + inputs.site', 0, 26],
    ['inputs.site +', 12, 13],
    ['foo', 0, 3],
    ['run.user', 4, 8],
    ['has(inputs.nothing)', 11, 18],
    ['"abc', 0, 4],
    ['', 0, 1],
    ['1u', 0, 2],
    ['inputs', 0, 6],
    ['inputs.site == 5', 0, 16],
  ])('refuses %s at its place', (cel, start, end) => {
    expect(failure(cel)).toMatchObject({ start, end });
  });

  it('names the nearest input', () => {
    expect(failure('inputs.sitee')?.message).toContain('did you mean `inputs.site`?');
  });

  it.each([
    ['inputs.site.matches("a")', 'startsWith'],
    ['duration("1m")', 'seconds'],
    ['timestamp("x")', 'compare as they stand'],
  ])('refuses %s and says what to do instead', (cel, words) => {
    expect(failure(cel)?.message).toContain(words);
  });

  it.each([
    'inputs.__proto__',
    'inputs.constructor',
    'run.toString',
    'inputs.site.constructor',
    'cel.bind(x, 1, x)',
    'inputs.site.split("")',
    'google.protobuf.Timestamp',
    'type(1)',
    'b"x"',
    'optional.none()',
    'inputs.names.map(a, inputs.names.map(b, inputs.names.map(c, c)))',
    `${'('.repeat(100)}1${')'.repeat(100)}`,
    Array.from({ length: 300 }, () => '1').join('+'),
    `"${'x'.repeat(3000)}"`,
    `${'!'.repeat(1999)}1`,
  ])('refuses what is hostile or without bounds: %.60s', (cel) => {
    expect(failure(cel)).not.toBeNull();
  });
});

describe('evaluateExpression', () => {
  it.each<[string, Json]>([
    ['inputs.site + "-" + run.mode', 'dr-drill'],
    ['inputs.count + 1', 4],
    ['inputs.ratio / 2.0', 2.5],
    ['inputs.ratio', 5],
    ['inputs.before', null],
    ['inputs.pause', 'PT5M'],
    ['size(inputs.names)', 2],
    ['inputs.names.map(n, n + "1")', ['a1', 'b1']],
    ['{"a": [1, 2.5], "b": {"c": true}}', { a: [1, 2.5], b: { c: true } }],
    ['orDefault(inputs.before, "never")', 'never'],
    ['orDefault(inputs.site, "never")', 'dr'],
    ['inputs.count > 2 && !inputs.force ? "yes" : "no"', 'yes'],
    ['0.0 * -1.0', 0],
  ])('gives the value of %s', (cel, value) => {
    expect(evaluateExpression(cel, VALUES)).toEqual(value);
  });

  it.each([
    ['1 / 0', 'division by zero'],
    ['1.0 / 0.0', 'not a finite number'],
    ['9007199254740993', 'beyond 2^53'],
    ['inputs.names[5]', 'index out of bounds'],
    ['inputs.before + "x"', 'no such overload'],
  ])('throws an ExpressionError for %s', (cel, words) => {
    const evaluate = () => evaluateExpression(cel, VALUES);

    expect(evaluate).toThrow(ExpressionError);
    expect(evaluate).toThrow(words);
  });

  it('gives what JSON can hold, BigInt never', () => {
    const value = evaluateExpression('[inputs.count, {"n": inputs.count}]', VALUES);

    expect(JSON.stringify(value)).toBe('[3,{"n":3}]');
  });

  it.each([
    'inputs.names.map(a, (L + L + L + L + L).map(b, a + b))',
    'L.exists(a, L.exists(b, L == [a, b]))',
    'false || L.all(a, L.all(b, a + b != ""))',
    'L.map(a, inputs.site).join("") == ""',
    'L.map(a, L.map(b, inputs.site).join("")).join("")',
    '(L + L + L + L + L + L + L + L + L + L + L).size() > 0',
    'L.map(a, inputs.site.lowerAscii()).size() > 0',
  ])('gives up on %s, which is too much work, at once', (cel) => {
    const names = Array.from({ length: 1000 }, (_, at) => `n${at}`);
    const given = { ...GIVEN, names, site: 'x'.repeat(1_000_000) };
    const evaluate = () =>
      evaluateExpression(cel.replaceAll('L', 'inputs.names'), runValues(INPUTS, given, RUN));

    expect(evaluate).toThrow('too much work');
  });

  it('refuses a result that is too large for a record', () => {
    const long = runValues([declare('t', 'string')], { t: 'x'.repeat(9000) }, RUN);

    expect(() => evaluateExpression('[inputs.t].map(t, t+t+t+t+t+t+t+t)', long)).toThrow(
      'characters',
    );
  });
});

const MACHINE = {
  message: null,
  restorePoint: null,
  restorePointTime: null,
  startedAt: null,
  endedAt: null,
  attempts: 1,
};
const RECORD = { attempts: 1, startedAt: RUN.startedAt, endedAt: null, error: null, machines: [] };
const STEPS: readonly StepRecord[] = [
  {
    ...RECORD,
    id: 'db',
    verb: 'failover',
    status: 'degraded',
    output: { session: 's-1', rule: 'ok' },
    machines: [
      { ...MACHINE, name: 'sql01', result: 'succeeded' },
      { ...MACHINE, name: 'sql02', result: 'failed' },
    ],
  },
  {
    ...RECORD,
    id: 'web',
    verb: 'http',
    status: 'succeeded',
    output: { status: 200, json: { id: 7 }, text: '{}' },
  },
  {
    ...RECORD,
    id: 'each',
    verb: 'check',
    status: 'succeeded',
    output: {},
    items: [
      {
        key: 'a',
        status: 'succeeded',
        attempts: 1,
        output: { tries: 2, seen: 'open' },
        error: null,
      },
    ],
  },
];
const TARGETS: readonly PlanTarget[] = [
  target('web', ['tier2']),
  target('db', ['tier1']),
  target('app', ['tier1', 'tier2']),
];

function target(id: string, labels: readonly string[]): PlanTarget {
  const kind = 'cloudFailoverPlan';
  const where = { backupServer: null, tenant: null };
  return { id, kind, name: id, connection: 'em', rehearse: 'test', labels, ...where };
}

describe('an expression over steps, targets and the item of foreach', () => {
  const facts = { steps: STEPS, targets: TARGETS, item: { name: 't', value: { a: ['x'] } } };
  const values = runValues(INPUTS, GIVEN, RUN, facts);

  it.each<[string, Json]>([
    ['steps.db.status', 'degraded'],
    ['steps.db.output.session', 's-1'],
    ['steps.db.machines.filter(m, m.result == "failed").map(m, m.name)', ['sql02']],
    ['steps.db.machines[0].name', 'sql01'],
    ['size(steps.db.machines) + steps.db.attempts', 3],
    ['steps.db.error == null', true],
    ['has(steps.db.output.message)', false],
    ['orDefault(steps.db.output.message, "none")', 'none'],
    ['steps.web.output.json.id', 7],
    ['steps.each.items[0].output.tries', 2],
    ['steps.each.items.all(i, i.status == "succeeded" && steps.db.attempts == 1)', true],
    ['targets.withLabel("tier1")', ['app', 'db']],
    ['targets.db.connection + targets.db.labels[0]', 'emtier1'],
    ['t.a[0]', 'x'],
    ['steps.db.machines', STEPS[0]?.machines as unknown as Json],
  ])('gives the value of %s', (cel, value) => {
    expect(evaluateExpression(cel, values)).toEqual(value);
  });

  it.each([
    ['steps.dbs.status', 'did you mean `steps.db`?'],
    ['steps.db', 'Name one of its fields'],
    ['steps["db"].status', 'Name a step'],
    ['steps.db.statu', 'did you mean `steps.db.status`?'],
    ['steps.db.output.sesion', 'did you mean `steps.db.output.session`?'],
    ['steps.db.output.status', 'known are session'],
    ['has(steps.db.output.nothing)', 'has no `nothing`'],
    ['steps.db.machines[0].nme', 'No such key'],
    ['steps.db.machines.all(m, m.reslt == "x")', 'No such key'],
    ['steps.db.status == "succeded"', 'did you mean "succeeded"?'],
    ['steps.db.status in ["failed", "bad"]', 'never "bad"'],
    ['run.mode == "test"', 'drill, live'],
    ['steps.each.output.tries', 'steps.each.items'],
    ['targets.dbs.kind', 'did you mean `targets.db`?'],
    ['targets.db.name', 'has no `name`'],
    ['targets.db', 'Name one of its fields'],
    ['[1].map(steps, steps)', 'another name'],
    ['tt', 'known here are inputs, steps, targets, t and run'],
    ['steps.db.attempts + "x"', 'no such overload'],
  ])('refuses %s', (cel, words) => {
    const check = checkExpression(cel, values.scope);

    expect(check.ok ? null : check.message).toContain(words);
  });

  it('tells which fields of steps are named, and where', () => {
    const cel = '1 > 2 || steps.db.output.session == steps.web.status';

    expect(checkExpression(cel, values.scope)).toMatchObject({
      steps: [
        { names: ['steps', 'db', 'output', 'session'], start: 9, end: 17 },
        { names: ['steps', 'web', 'status'], start: 36, end: 45 },
      ],
    });
  });

  it.each([
    ['targets.withLabel("tier1")', true],
    ['["a", "b"].map(x, x + "1")', true],
    ['inputs.names', false],
    ['[steps.db.status]', false],
    ['[t]', false],
  ])('knows whether %s is fixed when the plan is made', (cel, isFixed) => {
    expect(checkExpression(cel, values.scope)).toMatchObject({ isFixed });
  });

  it('takes no note of a list that is too long unless it is named', () => {
    const machines = Array.from({ length: 1001 }, () => ({
      ...MACHINE,
      name: 'm',
      result: 'failed',
    }));
    const [db] = STEPS;
    const long = { ...db, machines } as StepRecord;
    const many = runValues([], {}, RUN, { steps: [long] });

    expect(evaluateExpression('steps.db.status', many)).toBe('degraded');
    expect(() => evaluateExpression('size(steps.db.machines)', many)).toThrow('too long');
  });

  it('reads the record of an earlier run', () => {
    const earlier = { run: { id: 'erp/1', outcome: 'succeeded' }, steps: STEPS as unknown as Json };
    const given = runValues([declare('earlier', 'run', { required: true })], { earlier }, RUN);

    expect(evaluateExpression('inputs.earlier.run.id', given)).toBe('erp/1');
    expect(evaluateExpression('inputs.earlier.steps.db.output.session', given)).toBe('s-1');
    expect(evaluateExpression('inputs.earlier.steps["web"].status', given)).toBe('succeeded');
    expect(() => evaluateExpression('inputs.earlier.run.user', given)).toThrow('No such key');
  });
});

describe('an expression over an http answer', () => {
  const answer = responseValues({ status: 'ok', load: 0.5, nodes: [{ up: true }] }, '{}', 200);

  it.each<[string, Json]>([
    ['json.status == "ok"', true],
    ['json.load < 1.0 && status == 200', true],
    ['json.nodes.all(n, n.up)', true],
    ['orDefault(json.missing.deep, "no") == "no"', true],
    ['has(json.missing)', false],
    ['text.contains("{")', true],
  ])('evaluates %s', (cel, value) => {
    expect(evaluateExpression(cel, answer)).toBe(value);
  });

  it('throws for a key that is missing', () => {
    expect(() => evaluateExpression('json.state == "ok"', answer)).toThrow('No such key: state');
  });

  it('reads no prototype, and a key "__proto__" is only a key', () => {
    const odd = responseValues(JSON.parse('{"__proto__": {"a": 1}}') as Json, '', 200);

    expect(() => evaluateExpression('json.constructor == null', odd)).toThrow('No such key');
    expect(evaluateExpression('json["__proto__"].a', odd)).toBe(1);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('refuses lists without bounds', () => {
    expect(() =>
      responseValues(
        Array.from({ length: 1001 }, () => 1),
        '',
        200,
      ),
    ).toThrow(ExpressionError);
  });
});

describe('evaluateValue', () => {
  it('gives a literal as it stands', () => {
    expect(evaluateValue({ kind: 'literal', value: 22 }, VALUES)).toBe(22);
  });

  it('keeps the type of a value that is one expression', () => {
    expect(evaluateValue({ kind: 'expression', cel: 'inputs.count' }, VALUES)).toBe(3);
  });

  it('joins the parts of a text', () => {
    const parts = ['web', { cel: 'inputs.count' }, '.', { cel: 'inputs.site' }];

    expect(evaluateValue({ kind: 'text', parts }, VALUES)).toBe('web3.dr');
  });

  it('puts values into lists and maps', () => {
    const count = { kind: 'expression', cel: 'inputs.count' } as const;
    const list = { kind: 'list', items: [count, { kind: 'literal', value: 'x' }] } as const;

    expect(evaluateValue({ kind: 'map', entries: [{ key: 'a', value: list }] }, VALUES)).toEqual({
      a: [3, 'x'],
    });
  });

  it.each(['inputs.before', 'inputs.names'])('refuses %s inside a text', (cel) => {
    expect(() => evaluateValue({ kind: 'text', parts: ['x', { cel }] }, VALUES)).toThrow(
      ExpressionError,
    );
  });
});
