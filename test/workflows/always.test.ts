import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mode, Plan } from '../../plan/plan.js';
import { openLab, type Lab, type Started } from './lab.js';
import { failover, notify, planOf, wait } from './plans.js';

describe('an abort while the steps under `always` run', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(async () => {
    await lab.close();
  });

  /** Its last steps wait for hours, then tell somebody. */
  function endless(mode: Mode): Plan {
    const action = mode === 'live' ? 'start' : 'test';
    return {
      ...planOf(mode, [failover('databases', action)]),
      always: [
        wait('rest', '1h'),
        wait('more', '1h', ['rest']),
        notify('tell', { needs: ['more'] }),
      ],
    };
  }

  async function startToAlways(mode: Mode): Promise<Started> {
    const run = await lab.start(endless(mode));
    await run.until(({ steps }) => steps[1]?.status === 'running');
    return run;
  }

  it('ends what they wait for, says so, and changes nothing of how the run ended', async () => {
    const run = await startToAlways('live');

    await run.steer('abort');
    const record = await run.ended();

    expect(record.run).toMatchObject({ outcome: 'succeeded', message: null });
    expect(record.steps).toMatchObject([
      { id: 'databases', status: 'succeeded' },
      { id: 'rest', status: 'cancelled' },
      { id: 'more', status: 'cancelled' },
      { id: 'tell' },
    ]);
    expect(record.notifications?.map(({ event }) => event)).toEqual(['message']);
    expect(record.interventions).toMatchObject([
      { command: 'abort', detail: expect.stringContaining('the outcome was known already') },
    ]);
    expect(await run.handle.describe()).toMatchObject({ status: { name: 'COMPLETED' } });
  });

  it('is taken as a cancel request too', async () => {
    const run = await startToAlways('drill');

    await run.handle.cancel();
    const record = await run.ended();

    expect(record.run).toMatchObject({ outcome: 'succeeded', message: null });
    expect(record.cleanup.verdict).toBe('clean');
  });

  it('lets a live run have the target of a drill that is over but for them', async () => {
    const drill = await startToAlways('drill');
    const plan = planOf('live', [failover('databases', 'start')]);

    const record = await lab.run(plan, { preempt: true });
    const drilled = await drill.ended();

    expect(record.run.outcome).toBe('succeeded');
    expect(drilled.run.outcome).toBe('succeeded');
    expect(drilled.interventions).toMatchObject([{ command: 'abort' }]);
  });
});
