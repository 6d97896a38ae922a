import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlanStep } from '../../plan/plan.js';
import type { Foreach } from '../../plan/step.js';
import { CLOUD_MACHINES, openLab, PLAIN, scenario, type Lab } from './lab.js';
import { cel, each, failover, planOf, tcpCheck, wait } from './plans.js';

describe('a step with foreach that changes nothing', () => {
  let lab: Lab;
  let openPort: number;
  beforeAll(async () => {
    lab = await openLab();
    openPort = Number(new URL(lab.simulator.url).port);
  });
  afterAll(async () => {
    await lab.close();
  });

  /** Items a and c are open, b is not. */
  function ports(extra: Partial<Foreach> = {}, step: Partial<PlanStep> = {}): PlanStep {
    const check = { ...tcpCheck('ports', cel('item.port')), ...step } as PlanStep;
    const items = ['a', 'b', 'c'].map((name) => ({ name, port: name === 'b' ? 1 : openPort }));
    return each(check, items, { key: 'item.name', ...extra });
  }

  it.each([1, 3])('brings all items to an end, %d at a time, though one fails', async (many) => {
    const record = await lab.run(planOf('live', [ports({ concurrency: many })]));

    expect(record.run.outcome).toBe('failed');
    expect(record.steps[0]).toMatchObject({
      status: 'failed',
      attempts: 1,
      error: { type: 'ItemsFailed' },
      items: [
        { key: 'a', status: 'succeeded', attempts: 1, output: { tries: 1 }, error: null },
        { key: 'b', status: 'failed', attempts: 1, error: { type: 'CheckFailed' } },
        { key: 'c', status: 'succeeded', attempts: 1 },
      ],
    });
  });

  it('is degraded when no more items fail than are tolerated', async () => {
    const tolerate = { kind: 'percent', value: 34 } as const;

    const record = await lab.run(planOf('live', [ports({ tolerate })]));

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]).toMatchObject({
      status: 'degraded',
      error: null,
      output: { rule: 'Within the tolerance: b failed.' },
    });
  });

  it('tries a failed item again as `retry` says, and no other', async () => {
    const retry = { attempts: 2, everySeconds: 0 };

    const record = await lab.run(planOf('live', [ports({}, { retry })]));

    expect(record.steps[0]?.items?.map(({ attempts }) => attempts)).toEqual([1, 3, 1]);
  });

  it('begins nothing when two items have one key', async () => {
    const record = await lab.run(planOf('live', [ports({ key: '"same"' })]));

    expect(record.steps[0]).toMatchObject({
      status: 'failed',
      items: [],
      error: { type: 'BadItems', message: 'two of its items have the key "same": give `key`' },
    });
  });

  it('begins nothing when there are more items than one history can hold', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => index);

    const record = await lab.run(planOf('live', [each(wait('many', '1ms'), many)]));

    expect(record.steps[0]).toMatchObject({ status: 'failed', items: [] });
    expect(record.steps[0]?.error?.message).toMatch(
      /^it has 1001 items, and one run can do \d+ of this step: split the list/,
    );
  });

  it('takes its items from what a step before it left', async () => {
    const first = ports({ tolerate: { kind: 'count', value: 1 } });
    const second: PlanStep = {
      ...each(wait('again', '1ms', ['ports']), []),
      foreach: {
        items: {
          kind: 'cel',
          cel: 'steps.ports.items.filter(i, i.status == "failed").map(i, i.key)',
        },
        as: 'item',
        concurrency: 1,
        tolerate: { kind: 'count', value: 0 },
      },
    };

    const record = await lab.run(planOf('live', [first, second]));

    expect(record.steps[1]?.items?.map(({ key }) => key)).toEqual(['b']);
  });

  it('is skipped where it has no items', async () => {
    const record = await lab.run(
      planOf('live', [each(wait('none', '1h'), []), wait('after', '1ms', ['none'])]),
    );

    expect(record.steps).toMatchObject([
      { status: 'skipped', items: [], output: { skipped: 'there are no items' } },
      { status: 'succeeded' },
    ]);
    expect(record.run.outcome).toBe('succeeded');
  });

  it('asks once, after all items, and a person retries or skips one of them', async () => {
    const run = await lab.start(planOf('live', [ports({}, { onFailure: 'pause' })]));
    const { waitingFor } = await run.until((record) => record.waitingFor.length > 0);
    expect(waitingFor).toMatchObject([
      { step: 'ports', item: null, kind: 'pause', evidence: { items: ['b'] } },
    ]);

    await expect(run.steer('retry', { item: 'a' })).rejects.toThrow();
    await run.steer('retry', { item: 'b' });
    await run.until(({ steps, waitingFor: open }) => steps[0]?.attempts === 2 && open.length > 0);
    await run.steer('skip', { item: 'b' });
    const record = await run.ended();

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]).toMatchObject({ status: 'degraded', attempts: 2, error: null });
    expect(record.steps[0]?.items?.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['succeeded', 1],
      ['skipped', 2],
      ['succeeded', 1],
    ]);
    expect(record.interventions).toMatchObject([
      { command: 'retry', step: 'ports', item: 'b' },
      { command: 'skip', step: 'ports', item: 'b' },
    ]);
  });

  it('begins no further item once the run is aborted', async () => {
    const run = await lab.start(planOf('live', [each(wait('long', '1h'), ['a', 'b'])]));
    await run.until(({ steps }) => steps[0]?.items?.[0]?.status === 'running');

    await run.steer('abort');
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(record.steps[0]).toMatchObject({
      status: 'cancelled',
      items: [
        { status: 'cancelled', attempts: 1 },
        { status: 'cancelled', attempts: 0 },
      ],
    });
  });
});

describe('a step with foreach over targets', () => {
  const targets = (actions: readonly ('start' | 'test' | 'start-and-undo')[]) =>
    ['databases', 'portal'].map((target, index) => ({
      target,
      action: actions[index] ?? 'start',
    }));
  let lab: Lab;
  async function open(text: string): Promise<Lab> {
    lab = await openLab(text);
    return lab;
  }

  it('drives each, keeps their machines, and cleans up in reverse order of start', async () => {
    await open(scenario());
    const step = failover('databases', 'test', { id: 'all', target: '${{ t }}' });
    const plan = planOf('drill', [
      each(step, ['databases', 'portal'], {
        as: 't',
        targets: targets(['test', 'start-and-undo']),
      }),
    ]);

    const record = await lab.run(plan);
    await lab.close();

    expect(record.steps[0]).toMatchObject({
      status: 'degraded',
      items: [
        { key: 'databases', status: 'succeeded' },
        { key: 'portal', status: 'degraded' },
      ],
    });
    expect(record.steps[0]?.machines.map(({ name }) => name)).toEqual([
      'sql01',
      'sql02',
      'web01',
      'web02',
    ]);
    expect(record.cleanup).toMatchObject({
      verdict: 'clean',
      targets: [
        { target: 'portal', action: 'undo' },
        { target: 'databases', action: 'compare' },
      ],
    });
  });

  it('does not drive the target of an item that its `when` leaves out', async () => {
    await open(scenario());
    const step = failover('databases', 'test', { id: 'all', target: '${{ t }}' });
    const plan = planOf('drill', [
      each(step, ['databases', 'portal'], {
        as: 't',
        when: 't != "portal"',
        targets: targets(['test', 'start-and-undo']),
      }),
    ]);

    const record = await lab.run(plan);
    const { started } = lab.truth(PLAIN);
    await lab.close();

    expect(record.steps[0]?.items).toMatchObject([
      { key: 'databases', status: 'succeeded' },
      { key: 'portal', status: 'skipped', attempts: 0 },
    ]);
    expect(started).toBe(0);
    expect(record.cleanup.targets.map(({ target }) => target)).toEqual(['databases']);
  });

  it('lets an unknown item wait by itself while the others go on', async () => {
    await open(scenario());
    lab.fault({ kind: 'restart', acted: true, match: { action: 'start', path: 'failoverPlans' } });
    const step = failover('databases', 'start', { id: 'all', target: '${{ t }}' });
    const run = await lab.start(
      planOf('live', [
        each(step, ['portal', 'databases'], {
          as: 't',
          concurrency: 2,
          targets: [...targets(['start', 'start'])].reverse(),
        }),
      ]),
    );
    const { waitingFor, steps } = await run.until(
      (record) =>
        record.waitingFor.length > 0 && record.steps[0]?.items?.[1]?.status === 'succeeded',
    );
    expect(waitingFor).toMatchObject([{ step: 'all', item: 'portal', kind: 'unknown' }]);
    expect(steps[0]?.status).toBe('running');

    await expect(run.steer('resolve', { item: 'databases', choice: 'adopt' })).rejects.toThrow();
    await run.steer('resolve', { step: 'all', item: 'portal', choice: 'adopt' });
    const record = await run.ended();
    const truth = lab.truth(PLAIN);
    await lab.close();

    expect(record.run.outcome).toBe('degraded');
    expect(truth.started).toBe(1);
  });

  it('undoes what was started, the newest first, when its policy says so', async () => {
    await open(scenario('', CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: failed')));
    const step = failover('databases', 'start', {
      id: 'all',
      target: '${{ t }}',
      onFailure: 'undo',
    });
    const record = await lab.run(
      planOf('live', [
        each(step, ['databases', 'portal'], { as: 't', targets: targets(['start', 'start']) }),
      ]),
    );
    const undone = [lab.truth(PLAIN).undone, lab.truth('ERP databases').undone];
    await lab.close();

    expect(record.run.outcome).toBe('failed');
    expect(record.steps[0]?.items?.map(({ output }) => output['undo'])).toEqual([
      'undone',
      'undone',
    ]);
    expect(undone).toEqual([1, 1]);
  });
});
