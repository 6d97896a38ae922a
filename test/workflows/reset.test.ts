import { afterEach, expect, it } from '@jest/globals';
import { CLOUD, openLab, startedRun, type Lab } from './lab.js';
import { failover, planOf, wait } from './plans.js';
import { resetToTimer } from './reset-to.js';

let lab: Lab;
afterEach(async () => {
  await lab.close();
});

it('sends nothing in a run that was reset until a person has confirmed it', async () => {
  lab = await openLab();
  const run = await lab.start(
    planOf('live', [
      wait('first', '100ms'),
      failover('databases', 'start', { needs: ['first'] }),
      wait('last', '1h', ['databases']),
    ]),
  );
  await run.until(({ steps }) => steps[1]?.status === 'succeeded');
  await resetToTimer(lab, run.id);
  const again = startedRun(lab.client.workflow.getHandle(run.id));

  const waiting = await again.until(({ waitingFor, steps }) => {
    return waitingFor.length > 0 || steps[1]?.status === 'failed';
  });
  const sentBefore = lab.truth(CLOUD).started;
  await again.steer('abort');
  const record = await again.ended();

  // Its own mark says that the plan is failed over: the reset run does not get as far as sending.
  expect(waiting.steps[1]).toMatchObject({ status: 'waiting', error: { type: 'TargetNotIdle' } });
  expect(sentBefore).toBe(1);
  expect(record.run.outcome).toBe('aborted');
  expect(lab.truth(CLOUD).started).toBe(1);
});

it('asks before it sends what it has not sent yet', async () => {
  lab = await openLab();
  const run = await lab.start(
    planOf('live', [wait('first', '3s'), failover('databases', 'start', { needs: ['first'] })]),
  );
  await run.until(({ steps }) => steps[0]?.status === 'running');
  await resetToTimer(lab, run.id);
  const again = startedRun(lab.client.workflow.getHandle(run.id));

  const waiting = await again.until(({ waitingFor }) => waitingFor.length > 0);
  const sentBefore = lab.truth(CLOUD).started;
  await again.steer('resolve', { choice: 'resend' });
  const record = await again.ended();

  expect(waiting.waitingFor).toMatchObject([
    { step: 'databases', kind: 'unknown', choices: ['resend', 'skip'] },
  ]);
  expect(sentBefore).toBe(0);
  expect(record.run.outcome).toBe('succeeded');
  expect(lab.truth(CLOUD).started).toBe(1);
});
