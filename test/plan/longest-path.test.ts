import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limitOf, longestPath } from '../../plan/longest-path.js';
import type { PlanStep } from '../../plan/plan.js';
import { compile } from '../../compiler/compile.js';
import { compiled, completed } from '../compiler/runbook-text.js';

function stepsOf(excerpt: string): readonly PlanStep[] {
  const { plans } = compiled(excerpt);
  const { steps } = plans.live ?? { steps: [] };
  expect(steps.length).toBeGreaterThan(0);
  return steps;
}

const wait = (id: string, needs: string, time: string) =>
  `  - { id: ${id}, needs: [${needs}], wait: ${time} }\n`;

describe('the longest path', () => {
  it('follows what takes the longest, not what has the most steps', () => {
    const steps = stepsOf(
      `steps:\n${wait('a', '', '1m')}${wait('b', 'a', '1m')}${wait('c', 'b', '1m')}${wait('d', '', '10m')}${wait('e', 'c, d', '1m')}`,
    );

    expect(longestPath(steps)).toEqual({
      steps: [
        { id: 'd', seconds: 600 },
        { id: 'e', seconds: 60 },
      ],
      seconds: 660,
      unlimited: [],
      people: [],
    });
  });

  it('names every step that nothing limits, on the path or not', () => {
    const steps = stepsOf(
      `inputs: { t: { type: duration, default: 1s } }\nsteps:\n${wait('a', '', "'${{ inputs.t }}'")}${wait('b', '', '{ until: 2026-11-21T03:00:00Z }')}${wait('c', 'a', '1m')}`,
    );

    const path = longestPath(steps);

    expect(path.steps).toEqual([
      { id: 'a', seconds: null },
      { id: 'c', seconds: 60 },
    ]);
    expect(path.unlimited).toEqual(['a', 'b']);
  });

  it('is empty for no steps', () => {
    expect(longestPath([])).toEqual({ steps: [], seconds: 0, unlimited: [], people: [] });
  });

  it('counts no time for people, and names the steps that wait for them', () => {
    const steps = stepsOf(
      `steps:\n${wait('a', '', '1m')}  - { id: go, approve: { message: Go, from: [x], timeout: 30m } }\n  - { id: call, task: { do: Call } }\n`,
    );

    expect(longestPath(steps)).toMatchObject({
      seconds: 60,
      unlimited: [],
      people: ['go', 'call'],
    });
  });

  it('is as long as the longest of all paths', () => {
    const graphs = fc.array(
      fc.record({ needs: fc.uniqueArray(fc.nat({ max: 7 })), minutes: fc.nat({ max: 9 }) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(graphs, (graph) => {
        const lines = graph.map(({ needs, minutes }, at) => {
          const ids = needs.filter((need) => need < at).map((need) => `s${need}`);
          return wait(`s${at}`, ids.join(', '), `${minutes + 1}m`);
        });
        const steps = stepsOf(`steps:\n${lines.join('')}`);
        const byId = new Map(steps.map((step) => [step.id, step]));
        const longest = (step: PlanStep): number =>
          (limitOf(step) ?? 0) +
          Math.max(0, ...step.needs.map((id) => longest(byId.get(id) as PlanStep)));

        const path = longestPath(steps);

        expect(path.seconds).toBe(Math.max(...steps.map(longest)));
        expect(path.steps.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)).toBe(path.seconds);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the limit of a step', () => {
  const TARGET = 'targets: { db: { connection: em, cloudFailoverPlan: x, rehearse: skip } }\n';

  it.each([
    [
      'a check without a timeout',
      '{ id: s, check: { tcp: { host: a, port: 1 }, within: 2m } }',
      120,
    ],
    [
      'a check whose timeout is shorter',
      '{ id: s, timeout: 1m, check: { tcp: { host: a, port: 1 }, within: 2m } }',
      60,
    ],
    ['a wait', '{ id: s, wait: 2m }', 120],
    [
      'a wait until a time, with a timeout',
      '{ id: s, timeout: 5m, wait: { until: 2026-11-21T03:00:00Z } }',
      300,
    ],
    ['a failover', '{ id: s, failover: db, timeout: 7m }', 420],
    ['a request', '{ id: s, http: { url: "http://x" }, timeout: 20s }', 20],
    ['an approval', '{ id: s, approve: { message: Go, from: [x], timeout: 30m } }', 0],
    [
      'three items, two at a time',
      '{ id: s, foreach: { items: [a, b, c], as: t, concurrency: 2 }, wait: 2m }',
      240,
    ],
    ['items that wait for people', '{ id: s, foreach: { items: [a], as: t }, task: { do: x } }', 0],
    [
      'items of which one has no limit',
      '{ id: s, foreach: { items: [a], as: t }, wait: { until: 2026-11-21T03:00:00Z } }',
      null,
    ],
  ])('is known of %s', (_what, step, seconds) => {
    expect(stepsOf(`${TARGET}steps:\n  - ${step}\n`).map(limitOf)).toEqual([seconds]);
  });

  it('is not known of items that are known only in the run', () => {
    const source = `inputs: { l: { type: list, default: [a] } }\nsteps:\n  - { id: s, foreach: { items: inputs.l, as: t }, wait: 1m }\n`;

    expect(stepsOf(source).map(limitOf)).toEqual([null]);
  });

  it('leaves out the items that a drill skips', () => {
    const { plans } = compiled(
      `targets:
  a: { connection: em, cloudFailoverPlan: a }
  b: { connection: em, cloudFailoverPlan: b, rehearse: skip }
steps:
  - { id: s, foreach: { items: [a, b], as: t }, failover: '\${{ t }}', timeout: 5m }
`,
    );

    expect([plans.drill, plans.live].map((plan) => plan?.steps.map(limitOf))).toEqual([
      [300],
      [600],
    ]);
  });

  it.each([
    ['its path, its clean-up and its end', '  - { id: a, wait: 2m }\n', 120 + 3600 + 60],
    ['nothing', '  - { id: a, wait: { until: 2026-11-21T03:00:00Z } }\n', null],
  ])('is of another runbook that of %s', (_what, steps, seconds) => {
    const child = completed(`${TARGET}steps:\n${steps}always:\n  - { id: z, wait: 1m }\n`);
    const { plans } = compile(completed('steps:\n  - { id: s, runbook: child.yaml }\n'), {
      file: 'f',
      mode: null,
      files: () => child,
    });

    expect(plans.drill?.steps.map(limitOf)).toEqual([seconds]);
  });

  it('is nothing for a failover that a drill leaves out', () => {
    const { plans } = compiled(`${TARGET}steps:\n  - { id: s, failover: db }\n`);

    expect(plans.drill?.steps.map(limitOf)).toEqual([0]);
  });
});
