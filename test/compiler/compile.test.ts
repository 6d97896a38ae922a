import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { planHash } from '../../plan/canonical.js';
import type { Plan } from '../../plan/plan.js';
import { compiled, completed, diagnose } from './runbook-text.js';

const TARGETS =
  'targets:\n' +
  '  cloud: { connection: em, cloudFailoverPlan: Cloud }\n' +
  '  moved: { connection: em, failoverPlan: Moved, rehearse: start-and-undo }\n' +
  '  left: { connection: em, failoverPlan: Left, rehearse: skip }\n';

const FAILOVERS =
  'steps:\n' +
  '  - id: cloud\n    failover: cloud\n' +
  '  - id: moved\n    failover: moved\n' +
  '  - id: left\n    failover: left\n';

const LIVE_STEP = 'steps:\n  - id: a\n    modes: [live]\n    wait: 1s\n';

const needs = (plan: Plan | null) =>
  Object.fromEntries(plan?.steps.map((step) => [step.id, step.needs]) ?? []);

describe('compile', () => {
  it('gives a plan for each mode that the runbook allows', () => {
    const { plan, plans } = compiled('');

    expect(plan).toBeNull();
    expect([plans.drill?.mode, plans.live?.mode]).toEqual(['drill', 'live']);
  });

  it('gives the plan of the mode that was asked for, and no other', () => {
    const { plan, plans } = compiled('', 'live');

    expect(plan).toBe(plans.live);
    expect(plans.drill).toBeNull();
  });

  it.each(['drill', 'live'] as const)('warns of a mode that only %s steps leave empty', (mode) => {
    const { plans, diagnostics } = compiled(
      `steps:\n  - id: a\n    modes: [${mode}]\n    wait: 1s\n`,
    );

    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([['mode-without-steps', 3]]);
    expect([plans.drill !== null, plans.live !== null]).toEqual([
      mode === 'drill',
      mode === 'live',
    ]);
  });

  it('refuses a mode without steps that was asked for', () => {
    const { plan, diagnostics } = compiled(LIVE_STEP, 'drill');

    expect(diagnostics.map(({ code }) => code)).toEqual(['no-steps-in-mode']);
    expect(plan).toBeNull();
  });

  it('says nothing of a mode without steps when the other one was asked for', () => {
    expect(compiled(LIVE_STEP, 'live').diagnostics).toEqual([]);
  });

  it('refuses a schedule of drills that have no steps', () => {
    const { plans, diagnostics } = compiled(
      `${LIVE_STEP}schedule: { mode: drill, cron: '0 3 * * *', timezone: UTC }\n`,
    );

    expect(diagnostics.map(({ code }) => code)).toEqual(['no-steps-in-mode']);
    expect(plans.drill).toBeNull();
  });

  it('refuses a runbook without a step in any of its modes', () => {
    const { plans, diagnostics } = compiled(`modes: [drill]\n${LIVE_STEP}`);

    expect(diagnostics.map(({ code }) => code)).toEqual(['no-steps-in-mode', 'step-never-runs']);
    expect(plans).toEqual({ drill: null, live: null });
  });

  it('keeps the plan of one mode when only the other has errors', () => {
    const { plans, diagnostics } = compiled(
      'targets:\n  p: { connection: em, failoverPlan: P }\nsteps:\n  - id: p\n    failover: p\n',
    );

    expect(diagnostics.map(({ code }) => code)).toEqual([
      'rehearse-required',
      'failover-unchecked',
      'failover-unfenced',
    ]);
    expect(plans.drill).toBeNull();
    expect(plans.live).not.toBeNull();
  });

  it("applies no drill's rule to a runbook that is never a drill", () => {
    const { diagnostics } = compiled(
      'modes: [live]\ntargets:\n  p: { connection: em, failoverPlan: P }\n' +
        'steps:\n  - id: off\n    check: { tcp: { host: o, port: 1 }, expect: closed }\n' +
        '  - id: p\n    failover: p\n  - id: up\n    check: { tcp: { host: h, port: 1 } }\n',
    );

    expect(diagnostics).toEqual([]);
  });

  it('gives no plan after an error', () => {
    const { plans } = compiled('titel: x\n');

    expect(plans).toEqual({ drill: null, live: null });
  });

  it('resolves the defaults', () => {
    const { plans } = compiled(
      `${TARGETS}steps:\n  - id: r\n    readiness: all\n  - id: cloud\n    failover: cloud\n` +
        '  - id: up\n    modes: [live]\n    check: { tcp: { host: h, port: 22 } }\n',
    );

    expect(plans.live?.limits).toEqual({ pauseTimeoutSeconds: 3600, cleanupTimeoutSeconds: 3600 });
    expect(plans.live?.steps).toEqual([
      {
        id: 'r',
        title: null,
        needs: [],
        timeoutSeconds: 600,
        onFailure: 'pause',
        verb: 'readiness',
        targets: ['cloud', 'left', 'moved'],
        expect: 'idle',
        strict: false,
      },
      {
        id: 'cloud',
        title: null,
        needs: ['r'],
        timeoutSeconds: 3600,
        onFailure: 'pause',
        verb: 'failover',
        target: 'cloud',
        action: 'start',
        restorePoint: { kind: 'latest' },
        concurrency: null,
        pollSeconds: 10,
        machines: {
          critical: [],
          tolerate: { kind: 'count', value: 0 },
          warning: 'ok',
          unverified: 'ok',
          retry: 0,
        },
      },
      {
        id: 'up',
        title: null,
        needs: ['cloud'],
        timeoutSeconds: null,
        onFailure: 'pause',
        verb: 'check',
        probe: {
          kind: 'tcp',
          host: { kind: 'literal', value: 'h' },
          port: { kind: 'literal', value: 22 },
        },
        expect: 'open',
        everySeconds: 5,
        withinSeconds: 300,
      },
    ]);
  });

  it('applies defaults.timeout to failovers, and leaves checks and waits their own limits', () => {
    const { plans } = compiled(
      `defaults: { timeout: 30m }\n${TARGETS}${FAILOVERS}  - id: w\n    wait: 1h\n`,
    );

    expect(plans.drill?.steps.map((step) => step.timeoutSeconds)).toEqual([1800, 1800, 1800, null]);
  });

  it('starts every target in a live run', () => {
    const { plans } = compiled(TARGETS + FAILOVERS);

    expect(plans.live?.steps).toMatchObject([
      { action: 'start' },
      { action: 'start' },
      { action: 'start' },
    ]);
  });

  it('drives each target in a drill as it is rehearsed', () => {
    const { plans } = compiled(TARGETS + FAILOVERS);

    expect(plans.drill?.steps).toMatchObject([
      { action: 'test', onFailure: 'abort' },
      { action: 'start-and-undo', onFailure: 'abort' },
      { action: 'skip', onFailure: 'abort' },
    ]);
  });

  it('takes the latest restore point in a test, and the one before a time in a live run', () => {
    const { plans } = compiled(
      `${TARGETS}steps:\n  - id: cloud\n    failover: cloud\n` +
        '    restorePoint: { before: 2026-11-21T04:00+01:00 }\n',
    );

    expect(plans.drill?.steps).toMatchObject([{ restorePoint: { kind: 'latest' } }]);
    expect(plans.live?.steps).toMatchObject([
      { restorePoint: { kind: 'before', time: { value: '2026-11-21T03:00:00.000Z' } } },
    ]);
  });

  it('takes "before: null" for the latest', () => {
    const { plans } = compiled(
      `${TARGETS}steps:\n  - id: cloud\n    failover: cloud\n    restorePoint: { before: null }\n`,
    );

    expect(plans.live?.steps).toMatchObject([{ restorePoint: { kind: 'latest' } }]);
  });

  it('allows an optional datetime for "before"', () => {
    const { plans } = compiled(
      `inputs:\n  t: { type: datetime }\n${TARGETS}steps:\n  - id: cloud\n    failover: cloud\n` +
        "    restorePoint: { before: '${{ inputs.t }}' }\n",
    );

    expect(plans.live?.steps).toMatchObject([
      { restorePoint: { kind: 'before', time: { kind: 'expression', cel: 'inputs.t' } } },
    ]);
  });

  it('makes "onFailure: undo" an abort where a drill has nothing to undo', () => {
    const { plans } = compiled(
      `${TARGETS}steps:\n  - id: cloud\n    onFailure: undo\n    failover: cloud\n` +
        '  - id: moved\n    onFailure: undo\n    failover: moved\n',
    );

    expect(plans.drill?.steps.map((step) => step.onFailure)).toEqual(['abort', 'undo']);
    expect(plans.live?.steps.map((step) => step.onFailure)).toEqual(['undo', 'undo']);
  });

  it('makes a step without needs wait for the step above, and none for "needs: []"', () => {
    const { plans } = compiled(
      'steps:\n  - id: a\n    wait: 1s\n  - id: b\n    wait: 1s\n  - id: c\n    needs: []\n    wait: 1s\n',
    );

    expect(needs(plans.live)).toEqual({ a: [], b: ['a'], c: [] });
  });

  it('replaces a step that the mode leaves out by its own needs', () => {
    const { plans } = compiled(
      'steps:\n  - id: a\n    wait: 1s\n  - id: b\n    needs: []\n    wait: 1s\n' +
        '  - id: c\n    needs: [a, b]\n    modes: [live]\n    wait: 1s\n' +
        '  - id: d\n    modes: [live]\n    wait: 1s\n  - id: e\n    wait: 1s\n',
    );

    expect(needs(plans.drill)).toEqual({ a: [], b: [], e: ['a', 'b'] });
    expect(needs(plans.live)).toMatchObject({ e: ['d'], d: ['c'] });
  });

  it('puts a step behind one below it that it needs', () => {
    const { plans } = compiled(
      'steps:\n  - id: a\n    needs: [b]\n    wait: 1s\n  - id: b\n    needs: []\n    wait: 1s\n',
    );

    expect(plans.live?.steps.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('lets always steps change nothing', () => {
    const { plans } = compiled(
      'steps:\n  - id: a\n    wait: 1s\nalways:\n  - id: b\n    wait: 1s\n  - id: c\n    wait: 1s\n',
    );

    expect(plans.live?.always).toMatchObject([
      { id: 'b', needs: [], onFailure: 'continue' },
      { id: 'c', needs: ['b'], onFailure: 'continue' },
    ]);
  });

  it('lets always steps name the outcome', () => {
    const always =
      "always:\n  - id: b\n    check: { tcp: { host: 'h${{ run.outcome }}', port: 1 } }\n";

    expect(diagnose(completed(`steps:\n  - id: a\n    wait: 1s\n${always}`))).toEqual([]);
  });

  it('refuses the outcome, which is null until the end, in a text of the steps', () => {
    const found = diagnose(
      completed(
        "steps:\n  - id: b\n    check: { tcp: { host: 'h${{ run.outcome }}', port: 1 } }\n",
      ),
    );

    expect(found.map(({ code }) => code)).toEqual(['null-value']);
  });

  it('does not see a tested failover behind another failover', () => {
    const found = diagnose(
      completed(
        `${TARGETS}steps:\n  - id: cloud\n    failover: cloud\n  - id: moved\n    failover: moved\n` +
          '  - id: up\n    check: { tcp: { host: h, port: 1 } }\n',
      ),
      'drill',
    );

    expect(found.map(({ code }) => code)).not.toContain('check-after-test');
  });

  it('sees a tested failover through steps that are no failover', () => {
    const found = diagnose(
      completed(
        `${TARGETS}steps:\n  - id: cloud\n    failover: cloud\n  - id: w\n    wait: 1s\n` +
          '  - id: up\n    check: { tcp: { host: h, port: 1 } }\n',
      ),
      'drill',
    );

    expect(found.map(({ code }) => code)).toContain('check-after-test');
  });

  it('never calls a mode that the runbook excludes a plan', () => {
    const { plan, diagnostics } = compile(completed('modes: [drill]\n'), {
      file: 'f',
      mode: 'live',
    });

    expect(plan).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'mode-excluded', file: 'f', severity: 'error' }]);
  });
});

describe('the hash of a plan', () => {
  const hash = (excerpt: string) => {
    const { plans } = compiled(excerpt);
    return plans.live === null ? null : planHash(plans.live);
  };
  const plain =
    'title: X\ntargets:\n  b: { connection: em, cloudFailoverPlan: B }\n  a: { connection: em, cloudFailoverPlan: A, labels: [x, y] }\nsteps:\n  - id: r\n    readiness: [a, b]\n  - id: w\n    timeout: 1h\n    wait: 90s\n';

  it.each([
    ['comments', `# Hello\n${plain}# Bye\n`],
    ['the order of targets', plain.replace(/( {2}b: .*\n)( {2}a: .*\n)/, '$2$1')],
    ['the order of labels', plain.replace('[x, y]', '[y, x]')],
    ['quotes', plain.replace('title: X', "title: 'X'")],
    ['white space', plain.replaceAll(', ', ',   ').replaceAll('\n', '\n\n')],
    ['how a duration is written', plain.replace('90s', 'PT1M30S')],
    ['a default that is written out', `defaults: { poll: 10s }\n${plain}`],
    ['a description', `description: For readers\n${plain}`],
    ['a free key', `x-note: For readers\n${plain}`],
  ])('is not changed by %s', (_what, changed) => {
    expect(hash(changed)).toBe(hash(plain));
  });

  it.each([
    ['the title', plain.replace('title: X', 'title: Y')],
    ['a target', plain.replace('cloudFailoverPlan: B', 'cloudFailoverPlan: C')],
    ['a duration', plain.replace('90s', '91s')],
    ['a default', `defaults: { pauseTimeout: 2h }\n${plain}`],
    ['an objective', `objectives: { rto: 5m }\n${plain}`],
    ['the order of steps', plain.replace('wait: 90s', 'needs: []\n    wait: 90s')],
  ])('is changed by %s', (_what, changed) => {
    expect(hash(changed)).not.toBeNull();
    expect(hash(changed)).not.toBe(hash(plain));
  });
});
