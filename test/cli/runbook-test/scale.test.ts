import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scalePlan, scaleSeconds } from '../../../cli/runbook-test/scale-plan.js';
import { unscaleRecord } from '../../../cli/runbook-test/unscale-record.js';
import type { Plan } from '../../../plan/plan.js';
import type { RunRecord } from '../../../plan/run-record.js';
import { compileWhole } from '../../compiler/whole-language.js';

const plan = compileWhole().plans.live as Plan;

/** Every number of seconds of a plan, by its path. */
function secondsOf(value: unknown, path = ''): ReadonlyMap<string, number> {
  if (value === null || typeof value !== 'object') return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
      const at = `${path}.${key}`;
      return typeof inner === 'number' && key.endsWith('Seconds')
        ? [[at, inner] as const]
        : [...secondsOf(inner, at)];
    }),
  );
}

describe('a plan at another speed', () => {
  it('has every time of the whole language divided, but the age of data', () => {
    const before = secondsOf(plan);
    const after = secondsOf(scalePlan(plan, 60, {}));

    expect(before.size).toBeGreaterThan(20);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [path, seconds] of before) {
      const expected = path.endsWith('rpoSeconds') ? seconds : scaleSeconds(seconds, 60);
      expect([path, after.get(path)]).toEqual([path, expected]);
    }
  });

  it('is never quicker than its speed says, and no time becomes nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1000 }),
        (seconds, speed) => {
          const scaled = scaleSeconds(seconds, speed);
          expect(scaled).toBeGreaterThanOrEqual(seconds / speed);
          expect(scaled - seconds / speed).toBeLessThan(0.125);
          expect((scaled * 1000) % 125).toBe(0);
        },
      ),
    );
  });

  it('waits as long as is written, or as the test says, or not at all', () => {
    const waits = (said: Record<string, number>) =>
      scalePlan(
        { ...plan, steps: [wait('a', 'PT10M'), wait('b', null)], always: [] },
        60,
        said,
      ).steps.map((step) =>
        step.verb === 'wait' && step.wait.kind === 'for' ? step.wait.duration : null,
      );

    expect(waits({})).toEqual([literal(10), literal(0)]);
    expect(waits({ b: 120 })).toEqual([literal(10), literal(2)]);
  });
});

describe('a record on the runbook’s clock', () => {
  const record = {
    run: { startedAt: '2026-11-26T10:00:00.000Z', endedAt: '2026-11-26T10:00:30.000Z' },
    steps: [
      {
        endedAt: '2026-11-26T10:00:10.500Z',
        machines: [{ restorePointTime: '2026-11-26T10:00:05.000Z' }],
        output: { note: 'at 2026-11-26T10:00:10Z' },
      },
    ],
    objectives: { rto: { target: 'PT0.5S', actual: 'PT20S', met: false }, rpo: {} },
    clock: { waitedForPeople: 'PT1S', machineTime: null },
  } as unknown as RunRecord;

  it('has its times stretched from the start, and those of the world as they are', () => {
    const stretched = unscaleRecord(record, plan, 60);

    expect(stretched.run.endedAt).toBe('2026-11-26T10:30:00.000Z');
    expect(stretched.steps[0]?.endedAt).toBe('2026-11-26T10:10:30.000Z');
    expect(stretched.steps[0]?.machines[0]?.restorePointTime).toBe('2026-11-26T10:00:05.000Z');
    expect(stretched.steps[0]?.output).toEqual({ note: 'at 2026-11-26T10:00:10Z' });
    expect(stretched.objectives.rto.actual).toBe('PT20M');
    expect(stretched.objectives.rto.met).toBe(false);
    expect(stretched.clock?.waitedForPeople).toBe('PT1M');
  });
});

function wait(id: string, duration: string | null): Plan['steps'][number] {
  return {
    id,
    title: null,
    verb: 'wait',
    needs: [],
    timeoutSeconds: null,
    onFailure: 'pause',
    wait: {
      kind: 'for',
      duration:
        duration === null
          ? { kind: 'expression', cel: 'inputs.x' }
          : { kind: 'literal', value: duration },
    },
  };
}

function literal(value: number) {
  return { kind: 'literal', value };
}
