import { afterEach, describe, expect, it } from '@jest/globals';
import { markWorkflowId, RELEASE_SIGNAL } from '../../plan/workflow-names.js';
import { openLab, PLAIN, type Lab } from './lab.js';
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

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}
