import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { markWorkflowId } from '../../plan/workflow-names.js';
import { CLOUD, CLOUD_MACHINES, openLab, PASSWORD, PLAIN, scenario, type Lab } from './lab.js';
import { databases, failover, planOf, undo, wait } from './plans.js';
import { somebody, START_CLOUD, START_PLAIN } from './somebody.js';

/** A plain plan's machines have no results: so their step fails, and may be retried. */
const strict = {
  critical: [],
  tolerate: { kind: 'count', value: 0 },
  warning: 'ok',
  unverified: 'fail',
  retry: 0,
} as const;

/** What another client did must never be adopted, undone or taken for a result of ours. */
describe('what is not proven to be ours', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('is not undone when our own start was ended as failed by the server', async () => {
    lab = await openLab(scenario('switches: { startWhenFailedOver: taskFailed }'));
    const plan = lab.truth(PLAIN);
    const call = await somebody(lab.simulator.url);
    await call(`/failoverPlans/${plan.id}?action=start`, START_PLAIN);
    await until(() => lab.truth(PLAIN).state === 'failedOver');

    const record = await lab.run(planOf('drill', [failover('portal', 'start-and-undo')]));

    expect(record.run.outcome).toBe('failed');
    expect(record.cleanup.verdict).toBe('leftovers');
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 0, state: 'failedOver' });
  });

  it('is not undone when its session was only found by searching', async () => {
    lab = await openLab();
    // The answer comes, but our logon session, and with it the task, is gone.
    lab.fault({ kind: 'sessionExpiredAfter', match: { action: 'start' } });

    const run = await lab.start(planOf('drill', [failover('databases', 'start-and-undo')]));
    const record = await run.ended();

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.output['sessionBy']).toBe('search');
    expect(record.cleanup.verdict).toBe('leftovers');
    // So a schedule is paused, and a dashboard shows it.
    expect((await run.handle.describe()).status.name).toBe('FAILED');
    expect(lab.truth(CLOUD)).toMatchObject({ started: 1, undone: 0 });
  });

  it('is not undone for an older start of our own, when a later one met it running', async () => {
    lab = await openLab(scenario('', CLOUD_MACHINES, '      - { name: web01, takes: 180s }'));
    const call = await somebody(lab.simulator.url);
    const path = `/failoverPlans/${lab.truth(PLAIN).id}`;
    const step = failover('portal', 'start-and-undo', { onFailure: 'pause', machines: strict });
    const run = await lab.start(planOf('drill', [step]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    await until(() => lab.truth(PLAIN).state === 'failedOver');
    await call(`${path}?action=undo`);
    await until(() => lab.truth(PLAIN).state === 'ready');
    await call(`${path}?action=start`, START_PLAIN);
    await until(() => lab.truth(PLAIN).state === 'running');

    await run.steer('retry');
    await run.until(({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2);
    await until(() => lab.truth(PLAIN).state === 'failedOver');
    await run.steer('abort');
    const record = await run.ended();

    const left = {
      verdict: 'leftovers',
      message: expect.stringContaining("need not be this run's"),
    };
    expect(record.cleanup).toMatchObject({ verdict: 'leftovers', targets: [left, left] });
    expect(lab.truth(PLAIN)).toMatchObject({ started: 2, undone: 1, state: 'failedOver' });
  });

  it('is not undone, and stays marked, while a later start may still happen', async () => {
    lab = await openLab();
    const step = failover('portal', 'start-and-undo', { onFailure: 'pause', machines: strict });
    const run = await lab.start(planOf('drill', [step]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    lab.fault({ kind: 'restart', acted: false, match: { action: 'start' } });
    await run.steer('retry');
    await run.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'unknown'));

    await run.steer('resolve', { choice: 'skip' });
    const record = await run.ended();

    const mark = lab.client.workflow.getHandle(markWorkflowId(lab.truth(PLAIN).id));
    const left = { verdict: 'leftovers', message: expect.stringContaining('is not known') };
    expect(record.cleanup).toMatchObject({ verdict: 'leftovers', targets: [left, left] });
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
    expect((await mark.describe()).status.name).toBe('RUNNING');
  });

  it('is not adopted from another tenant with a plan of the same name', async () => {
    const other = `
  - name: ${CLOUD}
    id: ${randomUUID()}
    tenant: Other ${randomUUID()}
    machines:
      - { name: other01, takes: 10s }`;
    lab = await openLab(scenario().replace('cloudFailoverPlans:', `cloudFailoverPlans:${other}`));
    const [theirs, ours] = lab.simulator.truth().plans.filter(({ name }) => name === CLOUD);
    const call = await somebody(lab.simulator.url);
    lab.fault({
      kind: 'dropBefore',
      match: { action: 'start', path: ours?.id ?? '' },
    });
    const plan = planOf('live', [failover('databases', 'start')]);
    const run = await lab.start({
      ...plan,
      targets: [{ ...databases, tenant: ours?.tenant ?? '' }],
    });
    await until(() => lab.simulator.faults().some(({ hits }) => hits > 0));
    await call(`/cloud/cloudFailoverPlans/${theirs?.id ?? ''}?action=start`, START_CLOUD);

    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('abort');
    await run.ended();

    expect(paused.waitingFor).toMatchObject([{ kind: 'unknown' }]);
    expect(paused.steps[0]?.machines).toEqual([]);
  });
});

describe('what a person or a policy has ended', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('sends nothing any more when the run was aborted while its target was read', async () => {
    lab = await openLab();
    const run = await lab.start(
      planOf('live', [wait('first', '2s'), failover('databases', 'start', { needs: ['first'] })]),
    );
    await run.until(({ steps }) => steps[0]?.status === 'running');
    lab.fault({ kind: 'dropBefore', times: 'always', match: { method: 'GET' } });
    await run.until(({ steps }) => steps[1]?.status === 'running');

    await run.steer('abort');
    lab.simulator.clearFaults();
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(record.steps[1]?.status).toBe('cancelled');
    expect(lab.truth(CLOUD).started).toBe(0);
  });

  it('does not take `retry` for an answer that was lost: sending again is said in so many words', async () => {
    lab = await openLab();
    lab.fault({ kind: 'dropBefore', match: { action: 'start' } });
    const run = await lab.start(planOf('live', [failover('portal', 'start')]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await expect(run.steer('retry')).rejects.toMatchObject({
      cause: { message: expect.stringContaining('waits for resolve or skip') },
    });
    await run.steer('resolve', { choice: 'resend' });
    const record = await run.ended();

    expect(record.run.outcome).toBe('degraded');
    expect(lab.truth(PLAIN).started).toBe(1);
  });

  it('follows a job to its rest before it undoes it', async () => {
    lab = await openLab(scenario('', '      - { name: sql01, takes: 300s }'));
    const run = await lab.start(
      planOf('live', [
        failover('databases', 'start', { timeoutSeconds: 1, onFailure: 'continue' }),
        undo('databases'),
      ]),
    );

    await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('resolve', { choice: 'skip' });
    const record = await run.ended();

    const jobs = lab.simulator.truth().sessions.map(({ action, endedAt }) => [action, endedAt]);
    expect(jobs[0]?.[1]).not.toBeNull();
    expect(record.steps[1]?.status).toBe('succeeded');
    expect(lab.truth(CLOUD)).toMatchObject({ started: 1, undone: 1 });
  });

  it('stays unknown when sending again was refused: the first start is as open as it was', async () => {
    lab = await openLab();
    lab.fault({ kind: 'dropBefore', match: { action: 'start' } });
    const run = await lab.start(planOf('live', [failover('portal', 'start')]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    lab.fault({ kind: 'status', code: 400, match: { action: 'start' } });

    await run.steer('resolve', { choice: 'resend' });
    const again = await run.until(
      ({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2,
    );
    await run.steer('resolve', { choice: 'skip' });
    await run.ended();

    expect(again.waitingFor).toMatchObject([
      { kind: 'unknown', choices: ['adopt', 'resend', 'skip'] },
    ]);
    expect(lab.truth(PLAIN).started).toBe(0);
  });

  it('undoes nothing after a start that the server ended as failed, not even when asked', async () => {
    lab = await openLab(scenario('switches: { startWhenFailedOver: taskFailed }'));
    const plan = lab.truth(PLAIN);
    const call = await somebody(lab.simulator.url);
    await call(`/failoverPlans/${plan.id}?action=start`, START_PLAIN);
    await until(() => lab.truth(PLAIN).state === 'failedOver');

    const record = await lab.run(
      planOf('live', [failover('portal', 'start', { onFailure: 'undo' })]),
    );

    expect(record.run.outcome).toBe('failed');
    expect(record.steps[0]?.output['undo']).toBe('refused');
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
  });

  it('is not stopped by a signal that is no command', async () => {
    lab = await openLab();
    const run = await lab.start(planOf('live', [wait('long', '1h')]));
    await run.until(({ steps }) => steps[0]?.status === 'running');

    await run.handle.signal('preempt');
    await run.handle.signal('preempt', { verb: 'abort' });
    await run.steer('abort');
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(JSON.stringify(record)).not.toContain(PASSWORD);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}
