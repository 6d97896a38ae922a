import { afterEach, describe, expect, it } from '@jest/globals';
import { estimateEvents } from '../../compiler/event-estimate.js';
import { CLOUD, openLab, PLAIN, scenario, type Lab } from './lab.js';
import { failover, planOf, undo } from './plans.js';

describe('a run', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('starts a cloud plan once and gives each machine its result', async () => {
    lab = await openLab();
    // Points are listed at admission, with the baseline, and at the end: that one is broken off once.
    const match = { path: 'CloudVmReplicaPoint', method: 'GET' };
    lab.fault({ kind: 'dropBefore', match, after: 2 });

    const record = await lab.run(planOf('live', [failover('databases', 'start')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.machines.map(({ name, result }) => [name, result])).toEqual([
      ['sql01', 'succeeded'],
      ['sql02', 'succeeded'],
    ]);
    expect(lab.truth(CLOUD)).toMatchObject({ started: 1, tested: 0, undone: 0 });
    // The session names the restore point; how old it was, the list of points tells.
    expect(record.objectives.rpo).toMatchObject({ worst: expect.stringMatching(/^PT15M/) });
    expect(lab.simulator.faults()).toMatchObject([{ hits: 1 }]);
  });

  it('gives a plain plan unverified machines and is degraded', async () => {
    lab = await openLab();

    const record = await lab.run(planOf('live', [failover('portal', 'start')]));

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual([
      'unverified',
      'unverified',
    ]);
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
  });

  it('tests a cloud plan, starts and undoes a plain plan, and cleans up in a drill', async () => {
    lab = await openLab();

    const record = await lab.run(
      planOf('drill', [
        failover('databases', 'test'),
        failover('portal', 'start-and-undo', { needs: ['databases'] }),
      ]),
    );

    expect(record.cleanup).toMatchObject({
      verdict: 'clean',
      targets: [
        { target: 'portal', action: 'undo', verdict: 'clean' },
        { target: 'databases', action: 'compare', verdict: 'clean' },
      ],
    });
    expect(lab.truth(CLOUD)).toMatchObject({ started: 0, tested: 1, undone: 0 });
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 1 });
  });

  it('undoes what a live run started when the runbook says so', async () => {
    lab = await openLab();

    const record = await lab.run(
      planOf('live', [failover('databases', 'start'), undo('databases')]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(lab.truth(CLOUD)).toMatchObject({ started: 1, undone: 1, state: 'ready' });
  });

  it('takes restore sessions of a plain plan as its machines results', async () => {
    lab = await openLab(scenario('switches: { plainRestoreSessions: true }'));

    const record = await lab.run(planOf('live', [failover('portal', 'start')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual([
      'succeeded',
      'succeeded',
    ]);
  });

  it('writes no more events than the compiler estimates', async () => {
    lab = await openLab();
    const plan = planOf('drill', [
      failover('databases', 'test'),
      failover('portal', 'start-and-undo', { needs: ['databases'] }),
    ]);

    const run = await lab.start(plan);
    await run.ended();
    const { events } = await run.handle.fetchHistory();

    expect(events?.length).toBeGreaterThan(100);
    expect(events?.length).toBeLessThanOrEqual(estimateEvents(plan));
  });
});
