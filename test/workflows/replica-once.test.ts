import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReplicaKind } from '../../plan/plan.js';
import type { RunRecord } from '../../plan/run-record.js';
import type { FaultInput } from '../../simulator/faults/fault.js';
import {
  machines,
  machinesOf,
  openReplicaLab,
  replicas,
  replicaScenario,
  resultsOf,
  type ReplicaLab,
} from './replica-lab.js';
import { somebody } from './somebody.js';

/** The machine whose answer is spoilt. The other kinds stand in test/faults/, with every fault. */
const KINDS: readonly [ReplicaKind, string][] = [['vmReplicas', 'web01']];

const ALL = `
vmReplicas: [{ name: web01, takes: 20s }]
`;

type Fault = Omit<FaultInput, 'match'>;

/** What happens to the one request, how the run stands then, and whether the server has acted. */
const CASES: readonly [string, Fault, string, 0 | 1][] = [
  ['lost before the server acted', { kind: 'dropBefore' }, 'paused', 0],
  ['answered 500 before it acted', { kind: 'status', code: 500 } as Fault, 'paused', 0],
  ['lost after it acted', { kind: 'dropAfter' }, 'succeeded', 1],
  ['answered 500 after it acted', { kind: 'statusAfter', code: 500 } as Fault, 'succeeded', 1],
  ['answered by a half body', { kind: 'truncated' }, 'succeeded', 1],
  ['answered too late', { kind: 'delayAfter', seconds: 60 } as Fault, 'succeeded', 1],
  ['lost with the logon session', { kind: 'restart', acted: true } as Fault, 'paused', 1],
  ['answered before the session was lost', { kind: 'sessionExpiredAfter' }, 'succeeded', 1],
  [
    'refused for now',
    { kind: 'status', code: 429, headers: { 'Retry-After': '1' } } as Fault,
    'succeeded',
    1,
  ],
  ['refused', { kind: 'status', code: 400 } as Fault, 'paused', 0],
];

describe.each(KINDS)('Once, with the start of %s', (kind, name) => {
  const labs: ReplicaLab[] = [];
  const played = new Map<string, Promise<RunRecord>>();

  beforeAll(async () => {
    for (const [title, fault] of CASES) {
      const lab = await openReplicaLab(replicaScenario(ALL), {
        lagSeconds: 3,
        requestTimeoutSeconds: 2,
      });
      labs.push(lab);
      lab.fault({ ...fault, match: { action: 'failover' } } as FaultInput);
      const run = await lab.start(lab.live([lab.target([name], { kind })], [replicas()]));
      played.set(
        title,
        run.until(
          ({ run: { state }, waitingFor }) => state === 'finished' || waitingFor.length > 0,
        ),
      );
    }
  });

  afterAll(async () => {
    await Promise.all([...played.values()].map((one) => one.catch(() => undefined)));
    await Promise.all(labs.map((lab) => lab.close()));
  });

  it.each(CASES)(
    '%s',
    async (title, _fault, ending, acted) => {
      const record = await played.get(title);
      const lab = labs[CASES.findIndex(([one]) => one === title)];

      expect(record?.run.state === 'finished' ? record.run.outcome : 'paused').toBe(ending);
      expect(lab?.replica(name).started).toBe(acted);
    },
    120_000,
  );
});

describe('a start of a replica that nobody can tell of', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });
  const THREE = ['web01', 'web02', 'web03'];
  const open = async (scenario = machines(THREE)): Promise<void> => {
    lab = await openReplicaLab(replicaScenario(scenario), {
      lagSeconds: 1,
      requestTimeoutSeconds: 2,
    });
  };
  const begin = async (fault: FaultInput) => {
    lab.fault(fault);
    const run = await lab.start(lab.live([lab.target(THREE)], [replicas({ concurrency: 1 })]));
    return { run, paused: await run.until(({ waitingFor }) => waitingFor.length > 0) };
  };

  it('leaves the others to their end, and shows a person what was found', async () => {
    await open();
    const { run, paused } = await begin({
      kind: 'restart',
      acted: true,
      match: { action: 'failover' },
    });

    await run.steer('resolve', { choice: 'adopt' });
    const record = await run.ended();

    expect(resultsOf(paused)).toEqual({ web01: 'unknown', web02: 'succeeded', web03: 'succeeded' });
    expect(JSON.stringify(paused.waitingFor)).toMatch(/restoreSessions/);
    expect(record.run.outcome).toBe('succeeded');
    expect(machinesOf(record)[0]?.message).toMatch(/found by search/);
    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 1, 1]);
  });

  it('is sent again only when a person says so, and alone', async () => {
    await open();
    const { run, paused } = await begin({ kind: 'dropBefore', match: { action: 'failover' } });

    await expect(run.steer('retry')).rejects.toThrow();
    await run.steer('resolve', { choice: 'resend' });
    const record = await run.ended();

    expect(paused.waitingFor).toMatchObject([{ choices: ['adopt', 'resend', 'skip'] }]);
    expect(record.run.outcome).toBe('succeeded');
    expect(machinesOf(record).map(({ attempts }) => attempts)).toEqual([2, 1, 1]);
    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 1, 1]);
  });

  it('is not sent again when a restore session has appeared meanwhile', async () => {
    await open();
    const { run } = await begin({
      kind: 'restart',
      acted: true,
      match: { action: 'failover' },
    });

    await run.steer('resolve', { choice: 'resend' });
    const again = await run.until(
      ({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2,
    );
    await run.steer('resolve', { choice: 'skip' });
    await run.ended();

    expect(JSON.stringify(again.waitingFor)).toMatch(/have appeared since they were sent: web01/);
    expect(lab.replica('web01').started).toBe(1);
  });

  it('is held back by a restore session that somebody else has running', async () => {
    await open(
      `vmReplicas: [{ name: web01, takes: 20s }, { name: web02, takes: 1h }, { name: web03, takes: 20s }]`,
    );
    const point = await newestPoint(lab, 'web02');
    const other = await somebody(lab.simulator.url);
    await other(`/vmReplicaPoints/${point}?action=failover`);

    const record = await lab.run(
      lab.live([lab.target(THREE)], [replicas({ onFailure: 'continue' })]),
    );

    expect(resultsOf(record)).toMatchObject({ web01: 'succeeded', web03: 'succeeded' });
    expect(machinesOf(record)[1]).toMatchObject({ result: 'failed' });
    expect(machinesOf(record)[1]?.message).toMatch(/restore session of it is running already/);
    expect(lab.replica('web02').started).toBe(1);
  });
});

describe('a worker that goes away while replicas are under way', () => {
  it('leaves them to another one, which follows them by their sessions', async () => {
    const lab = await openReplicaLab(
      replicaScenario(machines(['web01', 'web02'], 'takes: 12m'), 'switches: {}'),
    );
    const run = await lab.start(lab.live([lab.target(['web01', 'web02'])], [replicas()]));
    await run.until(() => lab.replica('web01').started === 1 && lab.replica('web02').started === 1);
    const other = await lab.startWorker();

    await lab.worker.stop();
    const record = await run.ended();

    expect(record.run.outcome).toBe('succeeded');
    expect(lab.replica('web01').started).toBe(1);
    await other.stop();
    await lab.close();
  });
});

async function newestPoint(lab: ReplicaLab, name: string): Promise<string> {
  const point = lab.replica(name);
  const logon = await fetch(`${lab.simulator.url}/api/sessionMngr/?v=v1_7`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from('dr:canary-7Q2x-pass').toString('base64')}` },
  });
  const headers = { 'X-RestSvcSessionId': logon.headers.get('X-RestSvcSessionId') ?? '' };
  const path = `/api/query?type=VmReplicaPoint&filter=VmDisplayName==${point.name}&sortDesc=CreationTime`;
  const text = await (await fetch(`${lab.simulator.url}${path}`, { headers })).text();
  return /VmReplicaPoint:([0-9a-f-]+)/.exec(text)?.[1] ?? '';
}
