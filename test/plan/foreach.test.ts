import { describe, expect, it } from '@jest/globals';
import {
  itemId,
  standardItemKey,
  stepForItem,
  stepOfId,
  targetsOfStep,
} from '../../plan/foreach.js';
import type { PlanStep } from '../../plan/plan.js';

const WAIT: PlanStep = {
  id: 'a',
  title: null,
  needs: [],
  timeoutSeconds: null,
  onFailure: 'pause',
  verb: 'wait',
  wait: { kind: 'for', duration: { kind: 'literal', value: 'PT1S' } },
};
const FOREACH = {
  items: { kind: 'list', values: ['x', 'y'] },
  as: 't',
  concurrency: 1,
  tolerate: { kind: 'count', value: 0 },
} as const;

describe('stepForItem', () => {
  it('gives the step without its foreach where the items are no targets', () => {
    expect(stepForItem({ ...WAIT, foreach: FOREACH }, 0)).toEqual(WAIT);
  });

  it('gives a step without foreach as it is', () => {
    expect(stepForItem(WAIT, 0)).toEqual(WAIT);
  });
});

describe('targetsOfStep', () => {
  it('names none for a step that has none', () => {
    expect(targetsOfStep(WAIT)).toEqual([]);
  });

  it('names those of the items', () => {
    const targets = [{ target: 'x' }, { target: 'y' }];
    const step: PlanStep = { ...WAIT, verb: 'undo', target: '${{ t }}', pollSeconds: 1 };

    expect(targetsOfStep({ ...step, foreach: { ...FOREACH, targets } })).toEqual(['x', 'y']);
  });
});

describe('standardItemKey', () => {
  it.each([
    ['web01', 'web01'],
    [7, '7'],
    [false, 'false'],
    ['', '3'],
    [null, '3'],
    [{ a: 1 }, '3'],
    [['x'], '3'],
  ])('of %j is %s', (item, key) => {
    expect(standardItemKey(item, 3)).toBe(key);
  });
});

describe('itemId', () => {
  it('is made of the step and a key that is short and plain', () => {
    expect(itemId('web', 'sql01')).toBe('web.sql01');
  });

  it.each(['DC 1/web', 'ä', 'x'.repeat(41), ''])(
    'tells another key apart by its hash: %s',
    (key) => {
      const id = itemId('web', key);

      expect(id).toMatch(/^web\.[A-Za-z0-9_-]{0,40}~[0-9a-f]{12}$/);
      expect(itemId('web', `${key} `)).not.toBe(id);
    },
  );

  it('gives its step back', () => {
    expect([itemId('web', 'a.b'), 'web'].map(stepOfId)).toEqual(['web', 'web']);
  });
});
