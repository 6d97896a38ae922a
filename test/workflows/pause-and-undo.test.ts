import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import { CLOUD, openLab, PLAIN, type Lab } from './lab.js';
import { failover, planOf, wait } from './plans.js';
import { machines, openReplicaLab, replicas, replicaScenario } from './replica-lab.js';

const statusOf = (record: RunRecord, id: string) =>
  record.steps.find((step) => step.id === id)?.status;

describe('a run that a person pauses', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('begins nothing, follows what runs, and goes on when it is resumed', async () => {
    lab = await openLab();
    const run = await lab.start(
      planOf('drill', [failover('databases', 'test'), wait('after', '1s', ['databases'])]),
    );
    await run.until(() => lab.truth(CLOUD).tested === 1);

    await run.steer('pause', { reason: 'look first' });
    const again = run.steer('pause');
    await expect(again).rejects.toThrow();
    const held = await run.until((record) => statusOf(record, 'databases') === 'succeeded');
    await run.steer('resume');
    await expect(run.steer('resume')).rejects.toThrow();
    const record = await run.ended();

    expect(held.run.state).toBe('paused');
    expect(statusOf(held, 'after')).toBe('pending');
    expect(held.waitingFor).toMatchObject([
      { step: '', kind: 'pause', choices: ['resume', 'abort'], evidence: { reason: 'look first' } },
    ]);
    expect(record.run.outcome).toBe('succeeded');
    expect(record.interventions.map(({ command }) => command)).toEqual(['pause', 'resume']);
  });

  it('is aborted and cleaned up when nobody resumes a drill', async () => {
    lab = await openLab();
    const plan = planOf(
      'drill',
      [failover('databases', 'test'), wait('after', '1s', ['databases'])],
      {
        pauseTimeoutSeconds: 1,
      },
    );
    const run = await lab.start(plan);
    await run.until(() => lab.truth(CLOUD).tested === 1);

    await run.steer('pause');
    const record = await run.ended();

    expect(record.run).toMatchObject({ outcome: 'aborted' });
    expect(record.run.message).toContain('nobody resumed it within 1 s');
    expect(record.cleanup.verdict).toBe('clean');
    expect(statusOf(record, 'after')).toBe('skipped');
  });

  it('holds the time limit of machines that have not begun, and reads them anew', async () => {
    const replicaLab = await openReplicaLab(replicaScenario(machines(['web01', 'web02', 'web03'])));
    lab = replicaLab;
    const target = replicaLab.target(['web01', 'web02', 'web03']);
    const step = replicas({ concurrency: 1, timeoutSeconds: 6 });
    const run = await lab.start(replicaLab.live([target], [step]));
    await run.until(() => replicaLab.replica('web01').started === 1);

    await run.steer('pause');
    const isOver = (begun: string | null) => Date.parse(begun ?? '') + 6000 < Date.now();
    const held = await run.until(({ steps }) => isOver(steps[0]?.startedAt ?? null));
    await run.steer('resume');
    const record = await run.ended();
    const { events } = await run.handle.fetchHistory();
    const activities = (events ?? []).map(
      (event) => event.activityTaskScheduledEventAttributes?.activityId,
    );

    expect(held.steps[0]?.machines.map(({ result }) => result)).toEqual([
      'succeeded',
      'running',
      'running',
    ]);
    expect(record.run.outcome).toBe('succeeded');
    expect(activities).toContain('web/1/read-after-pause-1');
  });

  it('starts no further machine of a step that goes one by one', async () => {
    const replicaLab = await openReplicaLab(replicaScenario(machines(['web01', 'web02', 'web03'])));
    lab = replicaLab;
    const target = replicaLab.target(['web01', 'web02', 'web03']);
    const run = await lab.start(replicaLab.live([target], [replicas({ concurrency: 1 })]));
    await run.until(() => replicaLab.replica('web01').started === 1);

    await run.steer('pause');
    const held = await run.until(
      ({ steps }) => steps[0]?.machines.some(({ result }) => result === 'succeeded') === true,
    );
    const startedWhileHeld = ['web02', 'web03'].map((name) => replicaLab.replica(name).started);
    await run.steer('resume');
    const record = await run.ended();

    expect(held.run.state).toBe('paused');
    expect(startedWhileHeld).toEqual([0, 0]);
    expect(record.run.outcome).toBe('succeeded');
  });
});

describe('an undo of a run that goes on', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('undoes what a live run has started, the newest first, and ends it as aborted', async () => {
    lab = await openLab();
    const steps = [
      failover('databases', 'start'),
      failover('portal', 'start', { needs: ['databases'] }),
      wait('later', '1h', ['portal']),
    ];
    const run = await lab.start(planOf('live', steps));
    await run.until((record) => statusOf(record, 'later') === 'running');

    await run.steer('undo', { reason: 'false alarm' });
    const record = await run.ended();

    expect(record.run).toMatchObject({ outcome: 'aborted' });
    expect(record.run.message).toContain('false alarm');
    expect(record.cleanup).toMatchObject({
      verdict: 'clean',
      targets: [
        { target: 'portal', action: 'undo', verdict: 'clean' },
        { target: 'databases', action: 'undo', verdict: 'clean' },
      ],
    });
    expect(lab.truth(CLOUD)).toMatchObject({ started: 1, undone: 1 });
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 1 });
  });
});
