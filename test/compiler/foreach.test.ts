import { describe, expect, it } from '@jest/globals';
import type { Foreach } from '../../plan/plan.js';
import { stepForItem, targetsOfStep } from '../../plan/foreach.js';
import { compiled } from './runbook-text.js';

const TARGETS =
  'inputs:\n  l: { type: list, default: [] }\ntargets:\n' +
  '  zeta: { connection: em, cloudFailoverPlan: Z, labels: [tier1] }\n' +
  '  alpha: { connection: em, failoverPlan: A, labels: [tier1], rehearse: skip }\n' +
  '  web: { connection: em, vmReplicas: [a, b], rehearse: skip }\n';

const each = (foreach: string, keys: string, mode: 'live' | 'drill' = 'live') => {
  const { plan } = compiled(
    `${TARGETS}steps:\n  - id: a\n    foreach: { ${foreach} }\n    ${keys}\n`,
    mode,
  );
  return plan?.steps[0];
};
const foreachOf = (foreach: string): Foreach | undefined => each(foreach, 'wait: 1s')?.foreach;

describe('foreach', () => {
  it('has its defaults: one after the other, and none may fail', () => {
    expect(foreachOf('items: [x, 1, true], as: t')).toEqual({
      items: { kind: 'list', values: ['x', 1, true] },
      as: 't',
      concurrency: 1,
      tolerate: { kind: 'count', value: 0 },
    });
  });

  it('keeps what is said', () => {
    expect(
      foreachOf("items: inputs.l, as: t, key: 'string(t)', concurrency: 5, tolerate: 10%"),
    ).toEqual({
      items: { kind: 'cel', cel: 'inputs.l' },
      as: 't',
      key: 'string(t)',
      concurrency: 5,
      tolerate: { kind: 'percent', value: 10 },
    });
  });

  it.each([
    ['targets.withLabel("tier1")', ['alpha', 'zeta']],
    ['targets.withLabel("tier1").map(x, x + "1")', ['alpha1', 'zeta1']],
    ['["b", "a"]', ['b', 'a']],
  ])('resolves %s when the plan is made', (cel, values) => {
    expect(foreachOf(`items: '${cel}', as: t`)?.items).toEqual({ kind: 'list', values });
  });

  it('says what a failover does to each target', () => {
    const step = each('items: [zeta, web, alpha], as: t', 'failover: ${{t}}', 'drill');

    expect(step).toMatchObject({ target: '${{t}}' });
    expect(step?.foreach?.targets).toEqual([
      { target: 'zeta', action: 'test', concurrency: null },
      { target: 'web', action: 'skip', concurrency: 10 },
      { target: 'alpha', action: 'skip', concurrency: null },
    ]);
  });

  it('gives the step of one item, as if it had been written alone', () => {
    const step = each(
      'items: [zeta, web], as: t',
      'failover: ${{ t }}\n    restorePoint: { before: 2026-11-21T03:00:00Z }\n    concurrency: 2',
    );
    const alone = compiled(
      `${TARGETS}steps:\n  - id: a\n    failover: web\n    restorePoint: { before: 2026-11-21T03:00:00Z }\n    concurrency: 2\n`,
      'live',
    ).plan?.steps[0];
    if (step === undefined) throw new Error('it does not compile');

    expect(stepForItem(step, 1)).toEqual(alone);
    expect(targetsOfStep(step)).toEqual(['zeta', 'web']);
  });

  it('takes the latest restore point for a target that is only tested', () => {
    const step = each(
      'items: [zeta, alpha], as: t',
      'failover: ${{ t }}\n    restorePoint: { before: 2026-11-21T03:00:00Z }',
      'drill',
    );
    if (step === undefined) throw new Error('it does not compile');

    expect(stepForItem(step, 0)).toMatchObject({
      action: 'test',
      restorePoint: { kind: 'latest' },
    });
    expect(stepForItem(step, 1)).toMatchObject({ restorePoint: { kind: 'before' } });
  });

  it.each(['readiness: ${{ t }}', "readiness: ['${{ t }}']", 'undo: ${{ t }}'])(
    'goes with %s',
    (keys) => {
      const step = each('items: [zeta, alpha], as: t', keys);

      expect(step?.foreach?.targets).toEqual([{ target: 'zeta' }, { target: 'alpha' }]);
      expect(step && targetsOfStep(stepForItem(step, 1))).toEqual(['alpha']);
    },
  );

  it('has the `when` that names its item: it is asked for each', () => {
    const step = each('items: [zeta, web], as: t', "failover: ${{ t }}\n    when: t != 'zeta'");

    expect(step?.foreach?.when).toBe("t != 'zeta'");
    expect(step?.when).toBeUndefined();
  });

  it.each(["run.mode == 'live'", "['zeta'].exists(t, t == run.id)"])(
    'leaves a `when` that does not name its item to the step: %s',
    (when) => {
      const step = each('items: [zeta, web], as: t', `wait: 1s\n    when: "${when}"`);

      expect(step?.when).toBe(when);
      expect(step?.foreach?.when).toBeUndefined();
    },
  );

  it('is warned of when all of its items may fail', () => {
    const found = (tolerate: string) =>
      compiled(
        `steps:\n  - id: a\n    foreach: { items: [x, y], as: t, tolerate: ${tolerate} }\n    wait: 1s\n`,
      ).diagnostics.map(({ code }) => code);

    expect(found('2')).toEqual(['tolerates-all']);
    expect(found('100%')).toEqual(['tolerates-all']);
    expect(found('1')).toEqual([]);
  });
});
