import { afterEach, describe, expect, it } from '@jest/globals';
import type { Foreach, PlanStep } from '../../plan/plan.js';
import { each } from './plans.js';
import {
  machines,
  openReplicaLab,
  replicas,
  replicaScenario,
  type ReplicaLab,
} from './replica-lab.js';

describe('replicas of the items of a step', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });
  const NAMES = ['web01', 'web02', 'app01'];
  const open = async (scenario = machines(NAMES)): Promise<void> => {
    lab = await openReplicaLab(replicaScenario(scenario), { lagSeconds: 1 });
  };
  const started = () => NAMES.map((name) => lab.replica(name).started);
  const webAndApp = () => [
    lab.target(['web01', 'web02'], { id: 'web' }),
    lab.target(['app01'], { id: 'app' }),
  ];
  /** One step over both targets. */
  const over = (extra: Parameters<typeof replicas>[0] = {}, concurrency = 2): PlanStep => {
    const targets: Foreach['targets'] = ['web', 'app'].map((target) => ({
      target,
      action: 'start',
      concurrency: 2,
    }));
    const step = replicas({ id: 'all', target: '${{ t }}', ...extra });
    return each(step, ['web', 'app'], { as: 't', concurrency, targets });
  };

  it('are started again by `retry` only where they failed', async () => {
    await open(
      `vmReplicas:\n  - { name: web01, takes: 20s }\n  - { name: web02, takes: 20s, result: failed }\n  - { name: app01, takes: 20s }\n`,
    );
    const run = await lab.start(lab.live(webAndApp(), [over()]));
    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await fetch(`${lab.simulator.controlUrl}/replicas/web02`, {
      method: 'POST',
      body: JSON.stringify({ result: 'success' }),
    });

    await run.steer('retry', { item: 'web' });
    const record = await run.ended();

    expect(paused.waitingFor).toMatchObject([{ kind: 'pause', evidence: { items: ['web'] } }]);
    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.items?.map(({ attempts }) => attempts)).toEqual([2, 1]);
    expect(started()).toEqual([1, 2, 1]);
  });

  it('are held: another run on them is refused', async () => {
    await open(machines(NAMES, 'takes: 3m'));
    const first = await lab.start(lab.live(webAndApp(), [over()]));
    await first.until(() => started().every((count) => count === 1));

    const second = await lab.run(lab.live([lab.target(['app01'])], [replicas()]));
    await first.ended();

    expect(second.run.outcome).toBe('refused');
    expect(second.run.message).toContain(first.id);
    expect(started()).toEqual([1, 1, 1]);
  });

  it('are refused where another run has failed over all of a target', async () => {
    await open();
    const first = await lab.run(lab.live([lab.target(['app01'])], [replicas()]));

    const second = await lab.run(lab.live(webAndApp(), [over()]));

    expect(second.run.outcome).toBe('refused');
    expect(second.run.message).toContain(first.run.id);
    expect(started()).toEqual([0, 0, 1]);
  });

  it.each([1, 2])('are started once, whatever the items, %d at a time', async (concurrency) => {
    await open();
    const step = each(replicas({ onFailure: 'continue' }), ['a', 'b'], { concurrency });

    const record = await lab.run(lab.live([lab.target(NAMES)], [step]));

    expect(record.steps[0]).toMatchObject({
      status: 'ignored',
      items: [
        { status: 'succeeded' },
        {
          status: 'failed',
          error: {
            type: 'TargetNotIdle',
            message: expect.stringContaining('step web.a of this run drives it'),
          },
        },
      ],
    });
    expect(started()).toEqual([1, 1, 1]);
  });

  it('are started once when several items are tried again', async () => {
    await open();
    // The first look is that of admission; refused are a query, and the list that stands in for it.
    const points = { method: 'GET', path: 'mReplicaPoint' } as const;
    lab.fault({ kind: 'status', code: 403, match: points, after: 1, times: 2 });
    const step = each(replicas(), ['a', 'b'], { concurrency: 2 });
    const run = await lab.start(lab.live([lab.target(NAMES)], [step]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    const before = started();

    await run.steer('retry');
    const again = await run.until(
      ({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2,
    );
    await run.steer('skip');
    await run.ended();

    expect(before).toEqual([0, 0, 0]);
    expect(again.steps[0]?.items).toMatchObject([
      { status: 'succeeded' },
      { status: 'failed', error: { type: 'TargetNotIdle' } },
    ]);
    expect(started()).toEqual([1, 1, 1]);
  });
});
