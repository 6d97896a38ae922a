import { describe, expect, it } from '@jest/globals';
import { checkExpression, evaluateExpression, runValues } from '../../plan/expression.js';
import { knownItem } from '../../plan/expression-strictness.js';
import type { Json } from '../../plan/json.js';
import type { InputType, PlanInput } from '../../plan/plan.js';

const optional = (name: string, type: InputType): PlanInput => {
  const bare = { description: null, required: false, default: null, enum: null };
  return { name, type, ...bare, pattern: null, min: null, max: null };
};
const INPUTS = [
  optional('t', 'datetime'),
  optional('n', 'integer'),
  optional('s', 'string'),
  optional('e', 'run'),
];

const check = (cel: string, values: readonly Json[] = ['x']) =>
  checkExpression(cel, {
    kind: 'run',
    inputs: INPUTS,
    isAlways: false,
    item: { name: 'i', type: 'any', known: knownItem(values) },
  });

describe('what is known before the run', () => {
  it.each<[string, Json[], string]>([
    ['i == "x"', [1, 2], 'no such overload: int == string'],
    ['i + "x"', [1], 'no such overload: int + string'],
    ['i.zz', [1], "Cannot index type 'int'"],
    ['i.zz', [{ n: 'a' }], 'No such key: zz'],
    ['i["zz"]', [{ n: 'a' }, { m: 1 }], 'No such key: zz'],
    ['i.n == 1', [{ n: 'a' }], 'no such overload: string == int'],
  ])('refuses %s for the items %j', (cel, values, message) => {
    expect(check(cel, values)).toMatchObject({
      ok: false,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['inputs.t < 5', 'no such overload: string < int'],
    ['inputs.n + 1.5', 'no such overload: int + double'],
    ['inputs.e.foo', 'No such key: foo'],
  ])('refuses %s of optional inputs', (cel, message) => {
    expect(check(cel)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });

  it.each<[string, Json[]]>([
    ['i == "x"', [1, 'x']],
    ['i == 1.0', [1]],
    ['i == null', [1]],
    ['has(i.zz) ? i.zz : 1', [{ n: 'a' }]],
    ['orDefault(i.zz, 1)', [{ n: 'a' }]],
    ['"zz" in i', [{ n: 'a' }]],
    ['i.m == 1', [{ n: 'a' }, { m: 1 }]],
    ['i.n.q', [{ n: { q: 1 } }]],
    ['i["a-b"]', [{ 'a-b': 1 }]],
    ['inputs.t == null || inputs.t < run.startedAt', ['x']],
    ['inputs.n == null ? "none" : inputs.n', ['x']],
    ['inputs.n > 2.5', ['x']],
    ['inputs.s in ["a", null]', ['x']],
    ['orDefault(inputs.e.run.foo, 5)', ['x']],
    ['inputs.e == null ? "" : inputs.e.run.id', ['x']],
  ])('takes %s for the items %j: it may be right', (cel, values) => {
    expect(check(cel, values)).toMatchObject({ ok: true });
  });

  it('leaves a run alone, whose plan may be older', () => {
    const run = {
      id: 'r',
      mode: 'live',
      runbook: 'r',
      startedAt: '2026-11-21T03:00:00.000Z',
      outcome: null,
    } as const;

    expect(evaluateExpression('inputs.n == "x"', runValues(INPUTS, { n: 1 }, run))).toBe(false);
  });
});
