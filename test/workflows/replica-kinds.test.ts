import { afterEach, describe, expect, it } from '@jest/globals';
import type { RestorePointChoice } from '../../plan/plan.js';
import {
  machinesOf,
  openReplicaLab,
  replicas,
  replicaScenario,
  type ReplicaLab,
} from './replica-lab.js';

const CDP = `
cdpReplicas:
  - { name: cdp01, takes: 20s, points: [1h, 24h], intervals: [{ from: 8h, to: 6h }, { from: 4h }] }
  - { name: app01, kind: vApp, takes: 20s, points: [2h], policy: Cloud policy, vms: [vm02] }
`;

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const literal = (kind: 'before' | 'at', value: string): RestorePointChoice => ({
  kind,
  time: { kind: 'literal', value },
});

describe('the restore point that a replica is failed over to', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });

  it('is the newest before a time; a machine without one is failed and says what there is', async () => {
    lab = await openReplicaLab(
      replicaScenario(`
vmReplicas:
  - { name: web01, takes: 20s, points: [1h, 3h, 5h] }
  - { name: web02, takes: 20s, points: [1h] }
`),
    );

    const record = await lab.run(
      lab.live(
        [lab.target(['web01', 'web02'])],
        [replicas({ restorePoint: literal('before', ago(2)), onFailure: 'continue' })],
      ),
    );

    expect(machinesOf(record)).toMatchObject([
      { name: 'web01', result: 'succeeded' },
      { name: 'web02', result: 'failed' },
    ]);
    expect(Date.parse(machinesOf(record)[0]?.restorePointTime ?? '')).toBeCloseTo(
      Date.parse(ago(3)),
      -5,
    );
    expect(machinesOf(record)[1]?.message).toMatch(/no restore point before .*oldest is of/);
    expect(lab.replica('web02').requests).toEqual([]);
  });

  it('is the newest of a vApp, whose task links its session while it is Running', async () => {
    lab = await openReplicaLab(
      replicaScenario('vAppReplicas: [{ name: vApp01, takes: 20s, vms: [win7] }]'),
    );

    const record = await lab.run(
      lab.live([lab.target(['vApp01'], { kind: 'vAppReplicas' })], [replicas()]),
    );

    expect(machinesOf(record)).toMatchObject([
      { name: 'vApp01', result: 'succeeded', message: null },
    ]);
    expect(machinesOf(record)[0]?.restorePoint).toBe(lab.replica('vApp01').requests[0]?.point);
  });

  it.each<[string, RestorePointChoice, number]>([
    ['latest', { kind: 'latest' }, 0],
    ['latest application-consistent', { kind: 'latestConsistent' }, 1],
    ['newest before', literal('before', ago(5)), 6],
    ['at', literal('at', ago(7)), 7],
  ])('of CDP is %s', async (name, restorePoint, hours) => {
    lab = await openReplicaLab(replicaScenario(CDP));

    const record = await lab.run(
      lab.live([lab.target(['cdp01'], { kind: 'cdpReplicas' })], [replicas({ restorePoint })]),
    );

    expect(machinesOf(record)).toMatchObject([{ name: 'cdp01', result: 'succeeded' }]);
    expect(machinesOf(record)[0]?.restorePoint).toMatch(new RegExp(`^${name}`));
    const [request] = lab.replica('cdp01').requests;
    const stamp = /@(.*)$/.exec(request?.point ?? '')?.[1] ?? '';
    const used = Date.parse(`${stamp.replace(' ', 'T')}Z`);
    expect(Math.abs(used - Date.parse(ago(hours)))).toBeLessThan(90_000);
    const told = Date.parse(machinesOf(record)[0]?.restorePointTime ?? '');
    expect(Math.abs(used - told)).toBeLessThan(90_000);
  });

  it('of CDP is none where no interval holds the moment: nothing is sent', async () => {
    lab = await openReplicaLab(replicaScenario(CDP));

    const record = await lab.run(
      lab.live(
        [lab.target(['cdp01', 'app01'], { kind: 'cdpReplicas' })],
        [replicas({ restorePoint: literal('at', ago(5)), onFailure: 'continue' })],
      ),
    );

    expect(machinesOf(record).map(({ result }) => result)).toEqual(['failed', 'failed']);
    expect(machinesOf(record)[0]?.message).toMatch(/no state at .*intervals .* to /);
    expect(lab.replica('cdp01').requests).toEqual([]);
  });

  it('of a vApp of CDP is its latest', async () => {
    lab = await openReplicaLab(replicaScenario(CDP));

    const record = await lab.run(
      lab.live([lab.target(['app01', 'cdp01'], { kind: 'cdpReplicas' })], [replicas()]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(['app01', 'cdp01'].map((name) => lab.replica(name).started)).toEqual([1, 1]);
  });
});

describe('the names of a replicas target', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });

  const TWICE = `
backupServers: [{ name: srv13.tech.local }, { name: srv14.tech.local }]
vmReplicas:
  - { name: web01, takes: 20s }
  - { name: web02, takes: 20s, backupServer: srv13.tech.local }
  - { name: web02, takes: 20s, backupServer: srv14.tech.local }
  - { name: web03, takes: 20s, job: One }
  - { name: web03, takes: 20s, job: Other }
`;

  it('are refused at admission where they are not exactly one replica, with what there is', async () => {
    lab = await openReplicaLab(replicaScenario(TWICE));

    const record = await lab.run(
      lab.live([lab.target(['web1', 'web01', 'web02', 'web03'])], [replicas()]),
    );

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toMatch(/"web1" is not there \(did you mean "web01"\?\)/);
    expect(record.run.message).toMatch(/"web02" is 2 replicas: .*srv13.*srv14/);
    expect(record.run.message).toMatch(/"web03" is 2 replicas: .*job "One".*job "Other"/);
    expect(lab.simulator.truth().replicaSessions).toEqual([]);
  });

  it('are narrowed by the backup server', async () => {
    lab = await openReplicaLab(replicaScenario(TWICE));

    const record = await lab.run(
      lab.live([lab.target(['web02'], { backupServer: 'SRV14.tech.local' })], [replicas()]),
    );

    const started = lab.simulator.truth().replicas.filter(({ started }) => started > 0);
    expect(record.run.outcome).toBe('succeeded');
    expect(started.map(({ backupServer }) => backupServer)).toEqual(['srv14.tech.local']);
  });

  it('stand in one target of a run only, and one step', async () => {
    lab = await openReplicaLab(replicaScenario(TWICE));
    const target = lab.target(['web01']);

    const shared = await lab.run(
      lab.live(
        [target, { ...target, id: 'other' }],
        [replicas(), replicas({ id: 'other', target: 'other' })],
      ),
    );
    const twice = await lab.run(
      lab.live([target], [replicas(), replicas({ id: 'again', needs: ['web'] })]),
    );

    expect(shared.run.message).toMatch(/both name web01@srv13/);
    expect(twice.run.message).toMatch(/steps web and again both fail over web/);
    expect(lab.replica('web01').requests).toEqual([]);
  });
});
