import { afterEach, describe, expect, it } from '@jest/globals';
import { CLOUD, failureOf, openLab, PLAIN, scenario, type Lab } from './lab.js';
import { failover, planOf, wait } from './plans.js';

const ONE_FAILS = `
      - { name: sql01, takes: 20s }
      - { name: sql02, takes: 20s, result: failed }`;
const ONE_WARNS = `
      - { name: sql01, takes: 20s }
      - { name: sql02, takes: 20s, result: warning }`;
const ONE_HANGS = `
      - { name: sql01, takes: 20s }
      - { name: sql02, takes: 20s, result: hang }`;

describe('a run in which not everything goes well', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('pauses a live step when a machine failed, and is degraded when a person skips it', async () => {
    lab = await openLab(scenario('', ONE_FAILS));
    const run = await lab.start(planOf('live', [failover('databases', 'start')]));
    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);

    await run.steer('skip', { step: 'databases' });
    const record = await run.ended();

    expect(paused.run.state).toBe('paused');
    expect(paused.waitingFor).toMatchObject([{ step: 'databases', kind: 'pause' }]);
    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]).toMatchObject({ status: 'skipped', attempts: 1 });
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual(['succeeded', 'failed']);
    expect(record.interventions).toMatchObject([
      { command: 'skip', step: 'databases', by: 'lead@example.com', reason: 'a test' },
    ]);
  });

  it('starts a failed plan again on retry, and not before the first job is at rest', async () => {
    lab = await openLab(scenario('', ONE_FAILS));
    const run = await lab.start(planOf('live', [failover('databases', 'start')]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await run.steer('retry');
    const again = await run.until(
      ({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2,
    );
    await run.steer('abort');
    const record = await run.ended();

    expect(again.steps[0]?.status).toBe('waiting');
    expect(record.run.outcome).toBe('aborted');
    expect(lab.truth(CLOUD).started).toBe(2);
    expect(lab.truth(CLOUD).machines.map(({ startedCount }) => startedCount)).toEqual([1, 2]);
  });

  it('fails a drill whose test had a failed machine, skips what comes after, cleans up', async () => {
    lab = await openLab(scenario('', ONE_FAILS));

    const run = await lab.start(
      planOf('drill', [failover('databases', 'test'), wait('after', '1h', ['databases'])]),
    );
    const record = await run.ended();

    expect(record.run).toMatchObject({ outcome: 'failed', state: 'finished' });
    expect(record.steps.map(({ status }) => status)).toEqual(['failed', 'skipped']);
    expect(record.cleanup.verdict).toBe('clean');
    expect((await failureOf(run.handle)).run.outcome).toBe('failed');
  });

  it('is degraded by a warning', async () => {
    lab = await openLab(scenario('', ONE_WARNS));

    const record = await lab.run(planOf('drill', [failover('databases', 'test')]));

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual(['succeeded', 'warning']);
  });

  it('gives the open machines of a job past its limit as unknown, and keeps the others', async () => {
    lab = await openLab(scenario('', ONE_HANGS));
    const run = await lab.start(
      planOf('live', [failover('databases', 'start', { timeoutSeconds: 3 })]),
    );

    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('resolve', { choice: 'skip' });
    const record = await run.ended();

    expect(paused.waitingFor).toMatchObject([
      { kind: 'unknown', choices: ['adopt', 'resend', 'skip'] },
    ]);
    expect(paused.steps[0]?.machines.map(({ result }) => result)).toEqual(['succeeded', 'unknown']);
    expect(record.run.outcome).toBe('degraded');
  });

  it('never starts a second time beside a job that is still running', async () => {
    lab = await openLab(scenario('', ONE_HANGS));
    const run = await lab.start(
      planOf('live', [failover('databases', 'start', { timeoutSeconds: 2 })]),
    );
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await run.steer('resolve', { choice: 'resend' });
    await run.until(({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2);
    await run.steer('abort');
    await run.ended();

    expect(lab.truth(CLOUD).started).toBe(1);
  });

  it('ends a drill as unknown when nobody answers, with the job as leftovers', async () => {
    lab = await openLab(scenario('', ONE_HANGS));

    const record = await lab.run(
      planOf('drill', [failover('databases', 'test', { timeoutSeconds: 2 })], {
        pauseTimeoutSeconds: 1,
        cleanupTimeoutSeconds: 2,
      }),
    );

    expect(record.run.outcome).toBe('unknown');
    expect(record.cleanup).toMatchObject({ verdict: 'leftovers' });
    expect(lab.truth(CLOUD)).toMatchObject({ tested: 1, undone: 0 });
  });

  it('follows what runs, begins nothing more and cleans up after a cancel request', async () => {
    lab = await openLab();
    const run = await lab.start(
      planOf('drill', [
        failover('portal', 'start-and-undo'),
        failover('databases', 'test', { needs: ['portal', 'pause'] }),
        wait('pause', '1h'),
      ]),
    );
    await run.until(({ steps }) => steps[0]?.status === 'degraded');

    await run.handle.cancel();
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(record.steps.map(({ status }) => status)).toEqual(['degraded', 'skipped', 'cancelled']);
    expect(record.cleanup.verdict).toBe('clean');
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 1 });
    expect(lab.truth(CLOUD).tested).toBe(0);
  });

  it('does not undo a start that is still on its way when it is cancelled', async () => {
    lab = await openLab();
    lab.fault({ kind: 'delayAfter', seconds: 60, match: { action: 'start' } });
    const run = await lab.start(planOf('drill', [failover('portal', 'start-and-undo')]));
    await run.until(
      ({ steps }) => steps[0]?.status === 'running' && lab.truth(PLAIN).started === 1,
    );

    await run.handle.cancel();
    const record = await run.ended();

    const actions = lab.truth(PLAIN).requests.map(({ action }) => action);
    expect(actions).toEqual(['start', 'undo']);
    expect(record.cleanup.verdict).toBe('clean');
  });
});
