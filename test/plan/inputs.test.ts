import { describe, expect, it } from '@jest/globals';
import { resolveInputs } from '../../plan/inputs.js';
import type { Json } from '../../plan/json.js';
import type { InputType, PlanInput } from '../../plan/plan.js';

function declare(name: string, type: InputType, more: Partial<PlanInput> = {}): PlanInput {
  const bare = { description: null, required: false, default: null, enum: null };
  return { name, type, ...bare, pattern: null, min: null, max: null, ...more };
}

const resolveOne = (type: InputType, given: Json, more: Partial<PlanInput> = {}) =>
  resolveInputs([declare('x', type, more)], { x: given });

describe('resolveInputs', () => {
  it.each<[InputType, string, Json]>([
    ['string', '42', '42'],
    ['integer', '42', 42],
    ['integer', '-0', 0],
    ['number', '1.5e3', 1500],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['datetime', '2026-11-21T04:00+01:00', '2026-11-21T03:00:00.000Z'],
    ['duration', '90s', 'PT1M30S'],
    ['list', 'a, b', ['a', 'b']],
    ['list', '[1,"b"]', [1, 'b']],
    ['list', '', []],
  ])('converts a text of the command line to %s: %s', (type, text, value) => {
    expect(resolveOne(type, text)).toEqual({ values: { x: value }, problems: [] });
  });

  it.each<[InputType, Json, string]>([
    ['integer', '1.5', 'must be a whole number'],
    ['integer', '0x10', 'must be a whole number'],
    ['integer', '99999999999999999', 'must be a whole number'],
    ['number', 'NaN', 'must be a number'],
    ['number', '', 'must be a number'],
    ['boolean', 'yes', 'must be true or false'],
    ['string', 5, 'must be text'],
    ['datetime', '2026-11-21T03:00:00', 'must be a time with an offset'],
    ['duration', '5', 'must be a duration'],
    ['list', '[1', 'must be a list'],
    ['list', [['a']], 'must be a list of texts, numbers or booleans'],
  ])('refuses what is no %s: %p', (type, given, problem) => {
    const { problems } = resolveOne(type, given);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it.each<[string, InputType, Json, Partial<PlanInput>]>([
    ['enum', 'string', 'c', { enum: ['a', 'b'] }],
    ['pattern', 'string', 'CHG', { pattern: '^CHG[0-9]+$' }],
    ['min of a number', 'integer', 1, { min: 2 }],
    ['max of a number', 'number', 2.5, { max: 2 }],
    ['min of a duration', 'duration', '30s', { min: 'PT1M' }],
    ['max of a datetime', 'datetime', '2027-01-01T00:00:00Z', { max: '2026-01-01T00:00:00.000Z' }],
    ['max of a list', 'list', 'a,b,c', { max: 2 }],
    ['min of a text', 'string', 'ab', { min: 3 }],
  ])('holds a value against %s', (_what, type, given, more) => {
    expect(resolveOne(type, given, more).problems).toHaveLength(1);
  });

  it('takes the default where nothing is given, and null where there is none', () => {
    const declarations = [declare('a', 'integer', { default: 3 }), declare('b', 'string')];

    expect(resolveInputs(declarations, {})).toEqual({ values: { a: 3, b: null }, problems: [] });
  });

  it('asks for a required input by its name and description', () => {
    const declarations = [declare('t', 'string', { required: true, description: 'Change ticket' })];

    expect(resolveInputs(declarations, {}).problems).toEqual([
      'Input "t" (Change ticket) is required: give --input t=...',
    ]);
  });

  it('names the nearest input for one that it does not know', () => {
    expect(resolveInputs([declare('ticket', 'string')], { tiket: 'x' }).problems).toEqual([
      'Unknown input "tiket"; the nearest is "ticket".',
    ]);
  });

  it('takes no name from a prototype', () => {
    expect(resolveInputs([], { constructor: 'x' }).problems).toHaveLength(1);
    expect(resolveInputs([declare('constructor', 'string')], {}).values).toEqual({
      constructor: null,
    });
  });

  it('never repeats a value that was given', () => {
    const { problems } = resolveInputs([declare('a', 'integer')], { a: 'hunter2' });

    expect(problems.join()).not.toContain('hunter2');
  });
});
