import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PlanStep } from '../../plan/plan.js';
import { CLOUD, openLab, PLAIN, type Lab } from './lab.js';
import { failover, planOf } from './plans.js';

/** A check that the databases do not pass: nobody has failed them over. The portal's server tells nothing. */
function ready(targets: readonly string[]): PlanStep {
  return {
    ...{ id: 'ready', title: null, needs: [], timeoutSeconds: 60, onFailure: 'pause' },
    ...{ verb: 'readiness', targets, expect: 'failed-over', strict: false },
  };
}

const after = { needs: ['ready'] };

describe('a blocker in a live run', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(async () => {
    await lab.close();
  });

  it.each([
    ['of one of its targets', ['databases', 'portal']],
    ['of all of its targets', ['databases']],
  ])('%s holds the steps of that target alone', async (_which, targets) => {
    const steps = [
      ready(targets),
      failover('databases', 'start', after),
      failover('portal', 'start', after),
    ];
    const run = await lab.start(planOf('live', steps));
    const held = await run.until(({ steps: [, , portal] }) => (portal?.endedAt ?? null) !== null);

    expect(held.steps.map(({ status }) => status)).toEqual(['degraded', 'waiting', 'degraded']);
    expect(held.waitingFor).toMatchObject([{ step: 'databases', kind: 'pause' }]);
    expect(held.steps[1]?.error).toEqual({
      type: 'NotReady',
      message: expect.stringMatching(/^ready found: .*not failed over/),
    });
    expect([lab.truth(CLOUD).started, lab.truth(PLAIN).started]).toEqual([0, 1]);

    await run.steer('retry', { step: 'databases' });
    const record = await run.ended();

    expect(record.steps[1]?.status).toBe('succeeded');
    expect(lab.truth(CLOUD).started).toBe(1);
  });

  it('holds the readiness step itself where nothing else could go on', async () => {
    const steps = [ready(['databases']), failover('databases', 'start', after)];
    const run = await lab.start(planOf('live', steps));
    const { waitingFor } = await run.until((record) => record.waitingFor.length > 0);

    await run.steer('skip', { step: 'ready' });
    const record = await run.ended();

    expect(waitingFor).toMatchObject([{ step: 'ready', kind: 'pause' }]);
    expect(record.steps.map(({ status }) => status)).toEqual(['skipped', 'succeeded']);
  });
});
