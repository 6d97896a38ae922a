import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlanStep } from '../../plan/plan.js';
import { openLab, type Lab } from './lab.js';
import { each, exprCheck, literal, planOf, tcpCheck, wait } from './plans.js';

const APPROVE: PlanStep = {
  id: 'go',
  title: null,
  needs: [],
  timeoutSeconds: null,
  onFailure: 'pause',
  verb: 'approve',
  message: literal('go?'),
  from: ['dr-leads'],
  min: 1,
  notRequester: false,
  onTimeout: 'pause',
  breakGlass: null,
  remindEverySeconds: null,
};

describe('a step with when, retry or an expression', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab(undefined, { groups: { 'dr-leads': ['anna'] } });
  });
  afterAll(async () => {
    await lab.close();
  });

  it('is left out when it is false, and satisfies what comes after it', async () => {
    const record = await lab.run(
      planOf('live', [
        wait('first', '1ms'),
        { ...wait('second', '1h', ['first']), when: 'steps.first.status != "succeeded"' },
        wait('third', '1ms', ['second']),
      ]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps).toMatchObject([
      { status: 'succeeded' },
      {
        status: 'skipped',
        attempts: 0,
        output: { skipped: 'its `when` is false: steps.first.status != "succeeded"' },
      },
      { status: 'succeeded' },
    ]);
  });

  it('does not let the steps after an approval that is left out go on without it', async () => {
    const record = await lab.run(
      planOf('live', [
        { ...APPROVE, when: 'run.mode == "drill"' },
        wait('risky', '1ms', ['go']),
        wait('more', '1ms', ['risky']),
        wait('other', '1ms'),
      ]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps.map(({ status }) => status)).toEqual([
      'skipped',
      'skipped',
      'skipped',
      'succeeded',
    ]);
    expect(record.steps[2]).toMatchObject({
      error: null,
      output: { skipped: 'it needs risky, which was left out' },
    });
  });

  it('leaves out the items for which it is false, and satisfies what comes after', async () => {
    const record = await lab.run(
      planOf('live', [
        each(wait('some', '1ms'), ['a', 'b'], { when: 'item != "a"' }),
        wait('after', '1ms', ['some']),
      ]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps).toMatchObject([
      {
        status: 'succeeded',
        items: [
          {
            key: 'a',
            status: 'skipped',
            attempts: 0,
            output: { skipped: 'its `when` is false: item != "a"' },
            error: null,
          },
          { key: 'b', status: 'succeeded', attempts: 1 },
        ],
      },
      { status: 'succeeded' },
    ]);
  });

  it('asks once for all items where it names none of them', async () => {
    const record = await lab.run(
      planOf('live', [{ ...each(wait('some', '1ms'), ['a', 'b']), when: 'run.mode == "drill"' }]),
    );

    expect(record.steps[0]).toMatchObject({ status: 'skipped', attempts: 0, items: [] });
  });

  it('fails the item for which it can not be evaluated, and no other', async () => {
    const items = [{ name: 'a', on: true }, { name: 'b' }];
    const some = each(wait('some', '1ms'), items, { key: 'item.name', when: 'item.on' });

    const record = await lab.run(planOf('live', [{ ...some, onFailure: 'continue' }]));

    expect(record.steps[0]).toMatchObject({
      status: 'ignored',
      items: [
        { key: 'a', status: 'succeeded' },
        { key: 'b', status: 'failed', attempts: 0, error: { type: 'BadValue' } },
      ],
    });
  });

  it('does not let the steps after approvals go on when every item of them is left out', async () => {
    const record = await lab.run(
      planOf('live', [
        each(APPROVE, ['a', 'b'], { when: 'item == "c"' }),
        wait('risky', '1ms', ['go']),
      ]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
    expect(record.steps[1]).toMatchObject({ error: null, attempts: 0 });
  });

  it('has failed when its `when` can not be evaluated, and onFailure decides', async () => {
    const record = await lab.run(
      planOf('live', [
        wait('first', '1ms'),
        {
          ...wait('second', '1ms', ['first']),
          when: 'size(steps.first.items[0].key) > 0',
          onFailure: 'continue',
        },
      ]),
    );

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[1]).toMatchObject({ status: 'ignored', error: { type: 'BadValue' } });
  });

  it('is tried again as often as `retry` says, then onFailure decides', async () => {
    const retry = { attempts: 2, everySeconds: 0.1 };

    const record = await lab.run(planOf('live', [{ ...tcpCheck('port', literal(1)), retry }]));

    expect(record.steps[0]).toMatchObject({ status: 'failed', attempts: 3 });
    expect(record.run.outcome).toBe('failed');
  });

  it('is not tried again where the same would fail again', async () => {
    const retry = { attempts: 5, everySeconds: 60 };

    const record = await lab.run(planOf('live', [{ ...wait('bad', 'no duration'), retry }]));

    expect(record.steps[0]).toMatchObject({ attempts: 1, error: { type: 'BadValue' } });
  });

  it('waits no longer for its next attempt when the run is aborted', async () => {
    const retry = { attempts: 5, everySeconds: 3600 };
    const run = await lab.start(planOf('live', [{ ...tcpCheck('port', literal(1)), retry }]));
    await run.until(({ steps }) => steps[0]?.error !== null);

    await run.steer('abort');
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(record.steps[0]).toMatchObject({ status: 'failed', attempts: 1 });
  });

  it('looks once at what the run knows: it can not change any more', async () => {
    const hour = 3600;
    const plan = planOf('live', [
      wait('slow', '1ms'),
      { ...exprCheck('holds', 'steps.slow.status == "succeeded"', hour), needs: ['slow'] },
      { ...exprCheck('fails', 'steps.slow.status == "failed"', hour), needs: ['slow'] },
      { ...exprCheck('untold', 'steps.slow.output.nothing == 1', hour), needs: ['slow'] },
    ]);

    const record = await lab.run(plan);

    expect(record.steps.map(({ status, error }) => [status, error?.message])).toEqual([
      ['succeeded', undefined],
      ['succeeded', undefined],
      ['failed', 'steps.slow.status == "failed" does not hold; seen: false'],
      [
        'failed',
        expect.stringMatching(/does not hold; seen: it can't be told: .* has no `nothing`/),
      ],
    ]);
  });

  it('fails a check of a name that the DNS does not know', async () => {
    const probe = {
      kind: 'dns',
      host: literal('no-such-host.invalid'),
      type: 'A',
      addresses: null,
    } as const;

    const record = await lab.run(planOf('live', [{ ...tcpCheck('name', literal(0)), probe }]));

    expect(record.steps[0]?.error?.message).toMatch(
      /^dns no-such-host.invalid A any did not hold within 0.2 s/,
    );
  });
});
