import { afterEach, describe, expect, it } from '@jest/globals';
import {
  machines,
  machinesOf,
  openReplicaLab,
  replicas,
  replicaScenario,
  resultsOf,
  type ReplicaLab,
} from './replica-lab.js';

describe('a step that fails replicas over', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });

  it('starts each machine once, with its newest restore point, and follows them to their end', async () => {
    lab = await openReplicaLab(replicaScenario(machines(['web01', 'web02', 'web03'])));

    const record = await lab.run(lab.live([lab.target(['web02', 'web01'])], [replicas()]));

    expect(record.run.outcome).toBe('succeeded');
    expect(machinesOf(record)).toMatchObject([
      { name: 'web02', result: 'succeeded', attempts: 1, message: null },
      { name: 'web01', result: 'succeeded', attempts: 1, message: null },
    ]);
    expect(machinesOf(record)[0]?.restorePoint).toBe(lab.replica('web02').requests[0]?.point);
    expect(machinesOf(record)[0]?.restorePointTime).toMatch(/^\d{4}-.*Z$/);
    expect(machinesOf(record)[0]?.startedAt).not.toBeNull();
    expect(machinesOf(record)[0]?.endedAt).not.toBeNull();
    expect(['web01', 'web02', 'web03'].map((name) => lab.replica(name).started)).toEqual([1, 1, 0]);
  });

  it('shows each machine while it goes on', async () => {
    lab = await openReplicaLab(replicaScenario(machines(['web01', 'web02', 'web03'], 'takes: 2m')));
    const run = await lab.start(
      lab.live([lab.target(['web01', 'web02', 'web03'])], [replicas({ concurrency: 1 })]),
    );

    const record = await run.until((now) => resultsOf(now)['web01'] === 'succeeded');
    await run.ended();

    expect(machinesOf(record).map(({ name }) => name)).toEqual(['web01', 'web02', 'web03']);
    expect(machinesOf(record)[2]).toMatchObject({ result: 'running', message: 'not started yet' });
  });
});
