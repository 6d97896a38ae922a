import { describe, expect, it } from '@jest/globals';

import { countOf, startOptions, planPath, textIn } from '../lab.js';
import { newestPoint, operatorToken, replicaScenario, startReplicaLab } from '../replica-lab.js';

describe('the failover of a single replica', () => {
  it('makes a task that links to its RestoreSession when it is Finished', async () => {
    const lab = await startReplicaLab();
    const point = await newestPoint(lab, 'web01');

    const { status, text } = await lab.post(`${point}?action=failover`);
    lab.lab.clock.advance(3);
    const finished = await lab.get('/tasks/task-1');

    expect(status).toBe(202);
    expect(textIn(text, 'Operation')).toBe('StartReplicaFailover');
    expect(text).not.toContain('Related');
    expect(textIn(finished, 'State')).toBe('Finished');
    expect(finished).toMatch(/Rel="Related" Type="RestoreSession"/);
  });

  it('runs Starting, Working, Stopped in its session, with its result', async () => {
    const lab = await startReplicaLab();
    await lab.post(`${await newestPoint(lab, 'web01')}?action=failover`);
    const states: unknown[] = [];

    for (const seconds of [0, 5, 60]) {
      lab.lab.clock.advance(seconds);
      const text = await lab.get(
        '/query?type=RestoreSession&format=Entities&filter=VmDisplayName==web01',
      );
      states.push([textIn(text, 'State'), textIn(text, 'Result')]);
    }

    expect(states).toEqual([
      ['Starting', 'None'],
      ['Working', 'None'],
      ['Stopped', 'Success'],
    ]);
    expect(lab.replica('web01')).toMatchObject({ state: 'failover', started: 1, startedCount: 1 });
  });

  it('fails over to the point that was asked for', async () => {
    const lab = await startReplicaLab();
    const list = await lab.get(
      '/query?type=VmReplicaPoint&filter=VmDisplayName==web01;CreationTime<"2026-02-20T00:00:00Z"',
    );
    const id = /VmReplicaPoint:([0-9a-f-]+)/.exec(list)?.[1] ?? '';

    await lab.post(`/vmReplicaPoints/${id}?action=failover`);

    expect(lab.replica('web01').requests).toMatchObject([
      { outcome: 'executed', point: 'web01@2026-02-13 05:00:46' },
    ]);
  });

  it('ends Failed and leaves the replica ready', async () => {
    const lab = await startReplicaLab();
    await lab.post(`${await newestPoint(lab, 'web02')}?action=failover`);
    lab.lab.clock.advance(60);

    const text = await lab.get('/restoreSessions?format=Entity');

    expect(textIn(text, 'Result')).toBe('Failed');
    expect(lab.replica('web02').state).toBe('ready');
  });

  it.each([
    ['accept', 2, true],
    ['taskFailed', 1, false],
  ])('of a failed-over replica: %s', async (value, started, success) => {
    const lab = await startReplicaLab(
      replicaScenario(`switches: { failoverWhenFailedOver: ${value} }`),
    );
    const point = await newestPoint(lab, 'web01');
    await lab.post(`${point}?action=failover`);
    lab.lab.clock.advance(60);
    await lab.post(`${point}?action=failover`);
    lab.lab.clock.advance(60);

    const text = await lab.get('/tasks/task-2');

    expect(text).toContain(`<Result Success="${success}">`);
    expect(lab.replica('web01')).toMatchObject({ started, startedCount: started });
  });

  it.each([
    ['taskFailed', 202, 1],
    ['http400', 400, 1],
    ['accept', 202, 2],
  ])('of a replica that is being failed over: %s', async (value, expected, started) => {
    const lab = await startReplicaLab(
      replicaScenario(`switches: { failoverWhileRunning: ${value} }`),
    );
    const point = await newestPoint(lab, 'web01');
    await lab.post(`${point}?action=failover`);
    lab.lab.clock.advance(5);

    const { status } = await lab.post(`${point}?action=failover`);

    expect(status).toBe(expected);
    expect(lab.replica('web01').started).toBe(started);
  });

  it('that hangs ends when the control says so', async () => {
    const lab = await startReplicaLab();
    await lab.post(`${await newestPoint(lab, 'web03')}?action=failover`);
    lab.lab.clock.advance(600);
    const hanging = lab.replica('web03').state;

    await fetch(`${lab.lab.simulator.controlUrl}/replicas/web03`, {
      method: 'POST',
      body: JSON.stringify({ result: 'success' }),
    });

    expect([hanging, lab.replica('web03').state]).toEqual(['starting', 'failover']);
  });

  it('can’t be undone: there is no such action', async () => {
    const lab = await startReplicaLab();

    const { status } = await lab.post(`${await newestPoint(lab, 'web01')}?action=undo`);

    expect(status).toBe(400);
  });

  it('of an unknown point is 404', async () => {
    const lab = await startReplicaLab();

    const { status } = await lab.post('/vmReplicaPoints/no?action=failover');

    expect(status).toBe(404);
  });

  it('is executed also when the answer is lost', async () => {
    const lab = await startReplicaLab();
    const point = await newestPoint(lab, 'web01');
    lab.lab.simulator.addFault({ kind: 'dropAfter', match: { action: 'failover' } });

    await expect(lab.post(`${point}?action=failover`)).rejects.toThrow('fetch failed');

    expect(lab.replica('web01').started).toBe(1);
  });
});

describe('a plain plan’s machine', () => {
  it('can be failed over by itself, and is then skipped by the plan', async () => {
    const lab = await startReplicaLab();
    await lab.post(`${await newestPoint(lab, 'portal01')}?action=failover`);
    lab.lab.clock.advance(60);
    const plan = lab.lab.plan('Portal');
    await lab.call(`${planPath(plan)}?action=start`, startOptions(plan));
    lab.lab.clock.advance(60);

    const [machine] = lab.lab.plan('Portal').machines;

    expect(machine).toMatchObject({ state: 'failover', startedCount: 1 });
    expect(lab.replica('portal01')).toMatchObject({ plan: 'Portal', started: 1 });
  });
});

describe('the failover of a vApp', () => {
  it('has its result and link at once, while its state is Running', async () => {
    const lab = await startReplicaLab();

    const { text } = await lab.post(`${await newestPoint(lab, 'vApp01')}?action=failover`);

    expect(textIn(text, 'State')).toBe('Running');
    expect(text).toContain('<Result Success="true"><Message>Ok</Message></Result>');
    expect(text).toContain('Type="RestoreSession"');
  });

  it('has neither before its end when the switch says so', async () => {
    const lab = await startReplicaLab(replicaScenario('switches: { vAppTaskResult: atEnd }'));

    const { text } = await lab.post(`${await newestPoint(lab, 'vApp01')}?action=failover`);
    lab.lab.clock.advance(3);
    const finished = await lab.get('/tasks/task-1');

    expect(text).not.toContain('Result');
    expect(finished).toContain('Type="RestoreSession"');
  });

  it('runs in the background and is counted', async () => {
    const lab = await startReplicaLab();
    await lab.post(`${await newestPoint(lab, 'vApp01')}?action=failover`);
    lab.lab.clock.advance(60);

    expect(lab.replica('vApp01')).toMatchObject({
      kind: 'vAppReplica',
      state: 'failover',
      started: 1,
    });
  });
});

describe('lists of replicas', () => {
  it('have a job once, whatever it replicates', async () => {
    const lab = await startReplicaLab();

    const text = await lab.get('/replicas');

    expect(text.match(/Name="Web replication" UID/g)).toHaveLength(1);
    expect(countOf(text, 'Ref')).toBe(3);
  });

  it('lead to the points of a job', async () => {
    const lab = await startReplicaLab();
    const text = await lab.get('/query?type=Replica&filter=Name=="Web replication"');
    const id = /Replica:([0-9a-f-]+)/.exec(text)?.[1] ?? '';

    const points = await lab.get(`/replicas/${id}/vmReplicaPoints`);

    expect(countOf(points, 'Ref')).toBe(6);
  });

  it('find points by the UID of their replica', async () => {
    const lab = await startReplicaLab();
    const text = await lab.get('/query?type=Replica&filter=Name=="Web replication"');
    const uid = /UID="(urn:veeam:Replica:[0-9a-f-]+)"/.exec(text)?.[1] ?? '';

    const points = await lab.get(`/query?type=VmReplicaPoint&filter=ReplicaUid=="${uid}"`);

    expect(countOf(points, 'Ref')).toBe(6);
  });

  it('stay whole with a thousand replicas', async () => {
    const lines = Array.from({ length: 1000 }, (_, n) => `{ name: vm${n}, points: [15m] }`);
    const lab = await startReplicaLab(
      `version: 1\nserver: { users: [{ name: dr, password: drill, role: PortalAdministrator }] }\nvmReplicas: [${lines.join(', ')}]`,
    );
    const points = await lab.get('/vmReplicaPoints');
    const ids = [...points.matchAll(/UID="urn:veeam:VmReplicaPoint:([0-9a-f-]+)"/g)].slice(0, 200);
    for (const [, id = ''] of ids) await lab.post(`/vmReplicaPoints/${id}?action=failover`);
    lab.lab.clock.advance(60);

    const done = await lab.get('/query?type=RestoreSession&filter=Result==Success');

    expect(countOf(points, 'Ref')).toBe(1000);
    expect(countOf(done, 'Ref')).toBe(200);
  });

  it('are for a RestoreOperator too, but for CDP', async () => {
    const lab = await startReplicaLab();
    const token = await operatorToken(lab);

    const [points, cdp] = [
      await lab.call('/vmReplicaPoints', { token }),
      await lab.call('/cdpReplicas', { token }),
    ];

    expect([points.status, cdp.status]).toEqual([200, 403]);
  });
});
