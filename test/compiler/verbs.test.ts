import { describe, expect, it } from '@jest/globals';
import { planHash } from '../../plan/canonical.js';
import type { Mode, PlanStep } from '../../plan/plan.js';
import { compiled } from './runbook-text.js';
import { compileWhole } from './whole-language.js';

const whole = compileWhole();
const DB = 'targets:\n  db: { connection: em, cloudFailoverPlan: ERP }\n';

function step(keys: string, mode: Mode = 'live'): PlanStep | undefined {
  const { plan } = compiled(`${DB}steps:\n  - id: a\n    ${keys}\n`, mode);
  return plan?.steps[0];
}

describe('the whole language', () => {
  it('compiles for both modes', () => {
    expect(whole.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([whole.plans.drill?.mode, whole.plans.live?.mode]).toEqual(['drill', 'live']);
  });

  it('has every verb in its live plan', () => {
    const { steps = [], always = [] } = whole.plans.live ?? {};

    expect(new Set([...steps, ...always].map(({ verb }) => verb)).size).toBe(11);
  });
});

describe('the plan of a step', () => {
  it('leaves out the keys that came later where nothing is said', () => {
    expect(Object.keys(step('wait: 1s') ?? {}).sort()).toEqual([
      'id',
      'needs',
      'onFailure',
      'timeoutSeconds',
      'title',
      'verb',
      'wait',
    ]);
  });

  it('has an approval with what it says and what it does not', () => {
    expect(step('approve: { message: Go, from: [b, a] }')).toMatchObject({
      verb: 'approve',
      from: ['a', 'b'],
      min: 1,
      notRequester: false,
      timeoutSeconds: null,
      breakGlass: null,
      remindEverySeconds: null,
      onFailure: 'pause',
    });
  });

  it.each(['live', 'drill'] as const)('says what silence means in mode %s', (mode) => {
    expect(step('approve: { message: Go, from: [a], timeout: 5m }', mode)).toMatchObject({
      onTimeout: mode === 'live' ? 'pause' : 'abort',
      timeoutSeconds: 300,
    });
  });

  it('takes no default time limit for people, waits and other runbooks', () => {
    const { plan } = compiled(
      'defaults: { timeout: 9m, onFailure: continue }\nsteps:\n  - id: a\n    approve: { message: Go, from: [a] }\n' +
        '  - id: b\n    task: { do: Call }\n  - id: c\n    wait: 1s\n  - id: d\n    notify: { slack: s, message: x }\n',
      'live',
    );

    expect(plan?.steps.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([null, null, null, 60]);
  });

  it('never goes on after an approval that failed', () => {
    const { plan } = compiled(
      'defaults: { onFailure: continue }\nsteps:\n  - id: a\n    approve: { message: Go, from: [a] }\n',
      'live',
    );

    expect(plan?.steps[0]?.onFailure).toBe('pause');
  });

  it('lets a notice never hold the run', () => {
    expect(step('notify: { email: e, message: x, subject: s }')).toMatchObject({
      channel: { kind: 'email', name: 'e' },
      subject: { kind: 'literal', value: 's' },
      onFailure: 'continue',
    });
  });

  it('has a request with its defaults', () => {
    expect(step("http: { url: 'https://a' }")).toMatchObject({
      method: 'GET',
      headers: [],
      body: null,
      connection: null,
      expect: { status: null, body: null },
      idempotencyKey: null,
      timeoutSeconds: 60,
    });
  });

  it('keeps a body as a value with expressions inside, in one order', () => {
    const { steps = [] } = whole.plans.live ?? {};

    expect(steps.find(({ id }) => id === 'dns_moved')).toMatchObject({
      body: {
        kind: 'map',
        entries: [
          {
            key: 'addresses',
            value: {
              items: [{ value: '10.1.0.1' }, { parts: ['10.1.0.', { cel: 'inputs.limit' }] }],
            },
          },
          { key: 'note', value: { kind: 'literal', value: '${{ is a literal' } },
          { key: 'ttl', value: { kind: 'literal', value: 60 } },
        ],
      },
      expect: { status: [200, 204] },
    });
  });

  it('takes a body without expressions as one literal', () => {
    expect(
      step("http: { method: POST, url: 'https://a', body: { b: [1, null], a: {} } }"),
    ).toMatchObject({ body: { kind: 'literal', value: { a: {}, b: [1, null] } } });
  });

  it('has a check of an expression without the line break of its block', () => {
    expect(step('check:\n      expr: |\n        run.id != ""\n')).toMatchObject({
      probe: { kind: 'expr', cel: 'run.id != ""' },
    });
  });

  it.each([
    ['retry: 2', { attempts: 2, everySeconds: 10 }],
    ['retry: { attempts: 1, every: 1m }', { attempts: 1, everySeconds: 60 }],
  ])('has its retries: %s', (keys, retry) => {
    expect(step(`check: { tcp: { host: h, port: 1 } }\n    ${keys}`)).toMatchObject({ retry });
  });

  it.each([
    'wait: 1s',
    'approve: { message: x, from: [dr-leads] }',
    'notify: { slack: a, message: x }',
    'failover: db',
    "modes: [live]\n    http: { method: POST, url: 'https://a' }",
  ])('takes no retries at all for what it does anyway: %s', (keys) => {
    const [without, zero, long] = [
      '',
      '    retry: 0\n',
      '    retry: { attempts: 0, every: 5s }\n',
    ].map((retry) => compiled(`${DB}steps:\n  - id: a\n    ${keys}\n${retry}`).plans.live);

    expect(without).not.toBeNull();
    expect([zero, long]).toEqual([without, without]);
  });

  it('takes "machines: { retry: 0 }" on a plan', () => {
    const failover = (machines: string) =>
      compiled(`${DB}steps:\n  - id: db\n    failover: db\n${machines}`).plans.live;

    expect(failover('    machines: { retry: 0 }\n')).toEqual(failover(''));
  });

  it('takes "onFailure: continue" on a notice: it does nothing else', () => {
    const written = step('notify: { slack: a, message: x }\n    onFailure: continue');

    expect(written).toEqual(step('notify: { slack: a, message: x }'));
    expect(written).toMatchObject({ onFailure: 'continue' });
  });

  it('takes a text for a duration where one of its choices is one', () => {
    const { plans } = compiled(
      "inputs:\n  w: { type: string, enum: [soon, 5m], required: true }\nsteps:\n  - id: a\n    wait: '${{ inputs.w }}'\n",
    );

    expect(plans.live?.steps[0]).toMatchObject({ wait: { kind: 'for' } });
  });

  it.each([
    ['true', 'true'],
    ['run.mode == "live"', 'run.mode == "live"'],
  ])('has its condition: when: %s', (written, when) => {
    expect(step(`wait: 1s\n    when: ${written}`)).toMatchObject({ when });
  });

  it('has one hash whatever the order of headers and keys', () => {
    const hash = (keys: string) => {
      const { plan } = compiled(
        `steps:\n  - id: a\n    http: { url: 'https://a', ${keys} }\n`,
        'live',
      );
      return plan === null ? null : planHash(plan);
    };

    expect(hash('headers: { A: x, B: y }, method: GET')).toBe(hash('headers: { B: y, A: x }'));
  });
});

describe('a drill', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'does not send a %s unless it is told to',
    (method) => {
      const source = `steps:\n  - id: w\n    wait: 1s\n  - id: a\n    http: { method: ${method}, url: 'https://a' }\n`;

      expect(compiled(source, 'drill').diagnostics.map(({ code }) => code)).toEqual([
        'http-in-drill',
      ]);
      expect(compiled(`${source}    drill: run\n`, 'drill').diagnostics).toEqual([]);
      expect(compiled(source, 'live').diagnostics).toEqual([]);
    },
  );

  it.each(['GET', 'HEAD'])('sends a %s', (method) => {
    const source = `steps:\n  - id: a\n    http: { method: ${method}, url: 'https://a' }\n`;

    expect(compiled(source, 'drill').diagnostics).toEqual([]);
  });
});

describe('a live failover', () => {
  const failover = (before: string, needs = '') =>
    `modes: [live]\n${DB}steps:\n${before}  - id: db\n${needs}    failover: db\n  - id: up\n    check: { tcp: { host: h, port: 1 } }\n`;
  const APPROVE = '  - id: go\n    approve: { message: Go, from: [a], timeout: 1m }\n';
  const FENCE = '  - id: off\n    check: { tcp: { host: h, port: 1 }, expect: closed }\n';
  const WAIT = '  - id: w\n    wait: 1s\n';
  const found = (source: string) => compiled(source).diagnostics.map(({ code }) => code);

  it.each([APPROVE, FENCE, FENCE + WAIT])('is fenced by what stands before it: %s', (before) => {
    expect(found(failover(before))).toEqual([]);
  });

  it.each([
    ['', ''],
    [WAIT, ''],
    [APPROVE, '    needs: []\n'],
    ['  - id: on\n    check: { tcp: { host: h, port: 1 } }\n', ''],
  ])('is warned of without: %s%s', (before, needs) => {
    expect(found(failover(before, needs))).toEqual(['failover-unfenced']);
  });
});
