import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import { CLOUD, openLab, PLAIN, scenario, type Lab } from './lab.js';
import { each, failover, planOf, undo } from './plans.js';

describe('two steps of one run that want one plan', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });
  /** A server that would start a plan beside its own job. */
  const open = async (): Promise<void> => {
    lab = await openLab(scenario('switches: { startWhileRunning: accept }'), { lagSeconds: 1 });
  };
  const sent = (name: string, action: string) =>
    lab.truth(name).requests.filter((request) => request.action === action).length;
  const errors = ({ steps }: RunRecord) => steps.flatMap(({ error }) => error ?? []);

  it.each([
    ['portal', PLAIN],
    ['databases', CLOUD],
  ])('start %s once: the other is refused, and names the one that does', async (target, name) => {
    await open();
    const start = failover(target, 'start', { onFailure: 'continue' });

    const record = await lab.run(planOf('live', [start, { ...start, id: 'beside' }]));

    expect(lab.truth(name).started).toBe(1);
    expect(sent(name, 'start')).toBe(1);
    expect(errors(record)).toMatchObject([
      {
        type: 'TargetNotIdle',
        message: expect.stringMatching(/^step (portal|databases|beside) of this run drives/),
      },
    ]);
  });

  it('are refused as items of a step as well', async () => {
    await open();
    const start = failover('portal', 'start', { onFailure: 'continue' });

    const record = await lab.run(planOf('live', [each(start, ['a', 'b'], { concurrency: 2 })]));

    expect(sent(PLAIN, 'start')).toBe(1);
    expect(record.steps[0]?.items?.map(({ status }) => status).sort()).toEqual([
      'degraded',
      'failed',
    ]);
  });

  it('do not rehearse it at the same time', async () => {
    await open();
    const test = failover('databases', 'test', { onFailure: 'continue' });

    const record = await lab.run(planOf('drill', [test, { ...test, id: 'beside' }]));

    expect(sent(CLOUD, 'test')).toBe(1);
    expect(errors(record)).toMatchObject([{ type: 'TargetNotIdle' }]);
    expect(record.cleanup.verdict).toBe('clean');
  });

  it('start it one after the other where it was undone between them', async () => {
    await open();

    const record = await lab.run(
      planOf('live', [
        failover('databases', 'start'),
        undo('databases'),
        failover('databases', 'start', { id: 'again', needs: ['undo_databases'] }),
      ]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(lab.truth(CLOUD)).toMatchObject({ started: 2, undone: 1 });
  });
});
