import { afterEach, describe, expect, it } from '@jest/globals';
import { markWorkflowId, RELEASE_SIGNAL } from '../../plan/workflow-names.js';
import { CLOUD_MACHINES, openLab, PLAIN, scenario, type Lab } from './lab.js';
import { failover, planOf, undo } from './plans.js';
import { somebody } from './somebody.js';

describe('an undo', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('of a run leaves alone what another run has failed over since', async () => {
    lab = await openLab();
    const { id } = lab.truth(PLAIN);
    const start = planOf('live', [failover('portal', 'start')]);
    const first = await lab.run(start);
    const note = { by: 'lead', osUser: '', host: '', reason: 'undone by hand', at: '' };
    await lab.client.workflow.getHandle(markWorkflowId(id)).signal(RELEASE_SIGNAL, note);
    const call = await somebody(lab.simulator.url);
    await until(() => lab.truth(PLAIN).state === 'failedOver');
    await call(`/failoverPlans/${id}?action=undo`);
    await until(() => lab.truth(PLAIN).state === 'ready');
    const second = await lab.run(start);
    await until(() => lab.truth(PLAIN).state === 'failedOver');

    const undoStep = undo('portal', { needs: [] });
    const record = await lab.run(planOf('live', [undoStep]), { undoes: first.run.id });

    expect(record.run.outcome).toBe('failed');
    expect(record.steps[0]?.error).toMatchObject({
      type: 'UndoRefused',
      message: expect.stringContaining(`by run ${second.run.id}`),
    });
    expect(lab.truth(PLAIN)).toMatchObject({ started: 2, undone: 1, state: 'failedOver' });
  });

  it('of what this run has undone already is not sent', async () => {
    lab = await openLab();
    const again = undo('portal', { id: 'again', needs: ['undo_portal'], onFailure: 'continue' });

    const record = await lab.run(
      planOf('live', [failover('portal', 'start'), undo('portal'), again]),
    );

    expect(record.steps[2]).toMatchObject({ status: 'ignored', output: { undo: 'refused' } });
    expect(lab.truth(PLAIN).requests.map(({ action }) => action)).toEqual(['start', 'undo']);
  });
});

describe('an undo beside a job whose end was not seen', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  /** Our logon session, and with it the task of a long start, is gone. */
  const open = async () => {
    const machines = '      - { name: web01, takes: 240s }';
    lab = await openLab(scenario('', CLOUD_MACHINES, machines), { lagSeconds: 1 });
    lab.fault({ kind: 'sessionExpired', match: { method: 'GET', path: '/api/tasks/' } });
  };
  const actions = () => lab.truth(PLAIN).requests.map(({ action }) => action);
  const unseen = expect.stringContaining("can't be seen");

  it('is not sent in a drill', async () => {
    await open();

    const record = await lab.run(
      planOf('drill', [failover('portal', 'start-and-undo'), undo('portal')]),
    );

    expect(record.steps[1]?.error).toMatchObject({ type: 'UndoRefused', message: unseen });
    expect(record.cleanup.verdict).toBe('leftovers');
    expect(actions()).toEqual(['start']);
  });

  it('is a question to a person in a live run, and sent when one says so', async () => {
    await open();
    const run = await lab.start(planOf('live', [failover('portal', 'start'), undo('portal')]));

    const asked = await run.until(({ waitingFor }) => waitingFor.length > 0);
    const sentUnasked = actions();
    await until(() => lab.truth(PLAIN).state === 'failedOver');
    await run.steer('resolve', { choice: 'resend' });
    const record = await run.ended();

    expect(asked.waitingFor).toMatchObject([
      { kind: 'unknown', step: 'undo_portal', choices: ['resend', 'skip'] },
    ]);
    expect(asked.steps[1]?.error).toMatchObject({ type: 'EndNotSeen', message: unseen });
    expect(sentUnasked).toEqual(['start']);
    expect(record.steps[1]?.status).toBe('succeeded');
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 1 });
  });

  it('is not sent by a policy', async () => {
    await open();
    const none = { kind: 'count', value: 0 } as const;
    const machines = { critical: [], tolerate: none, warning: 'ok', retry: 0 } as const;
    const step = failover('portal', 'start', {
      onFailure: 'undo',
      machines: { ...machines, unverified: 'fail' },
    });

    const record = await lab.run(planOf('live', [step]));

    expect(record.run.outcome).toBe('failed');
    expect(record.steps[0]?.output).toMatchObject({ undo: 'refused', undoMessage: unseen });
    expect(actions()).toEqual(['start']);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}
