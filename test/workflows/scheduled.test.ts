import { afterEach, describe, expect, it } from '@jest/globals';
import { CLOUD, openLab, type Lab } from './lab.js';
import { failover, planOf, wait } from './plans.js';
import { scheduleOrigin } from './run-stories.js';

describe('a run that a schedule began', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('is never live, whatever the schedule holds', async () => {
    lab = await openLab();
    const plan = planOf('live', [failover('databases', 'start')]);

    const record = await lab.run(plan, { schedule: scheduleOrigin(null) });

    expect(record.run).toMatchObject({ outcome: 'refused', schedule: 'erp' });
    expect(record.run.message).toContain('only begin drills');
    expect(lab.truth(CLOUD).started).toBe(0);
  });

  it('completes its workflow when it is refused, and fails it when it is aborted', async () => {
    lab = await openLab();
    const plan = planOf('drill', [failover('databases', 'test')]);
    const changed = { planHash: `sha256:${'0'.repeat(64)}`, schedule: scheduleOrigin(null) };

    const refused = await lab.start(plan, changed);
    await refused.ended();

    const { status } = await lab.client.workflow.getHandle(refused.id).describe();
    expect(status.name).toBe('COMPLETED');
  });

  it('is aborted and cleaned up when maxRunTime has passed', async () => {
    lab = await openLab();
    const plan = planOf('drill', [
      failover('databases', 'test'),
      wait('later', '1h', ['databases']),
    ]);

    const run = await lab.start(plan, { schedule: scheduleOrigin(8) });
    const record = await run.ended();

    expect(record.run).toMatchObject({
      outcome: 'aborted',
      message: 'maxRunTime of PT8S has passed',
    });
    expect(record.cleanup.verdict).toBe('clean');
    const { status } = await lab.client.workflow.getHandle(run.id).describe();
    expect(status.name).toBe('FAILED');
  });
});
