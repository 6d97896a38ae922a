import { describe, expect, it } from '@jest/globals';

import { planPath, startLab, twoPlans } from '../lab.js';
import { cdpPath, cdpSpec, newestPoint, startReplicaLab } from '../replica-lab.js';
import { sample, shapeOf } from '../shape.js';

// Each test holds an answer against the document that the vendor published for it.
describe('answers have the shape of the published samples', () => {
  it('the API root', async () => {
    const lab = await startLab();

    const { text } = await lab.call('/', { token: null });

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-enterprisemanager-root.xml')));
  });

  it('a logon session', async () => {
    const lab = await startLab();

    const text = await lab.get('/logonSessions');

    const expected = shapeOf(sample('em-logonsession-created.xml')).map((path) =>
      path.replace(' Href Name Rel Type', ' Href Rel Type'),
    );
    expect(shapeOf(text)).toEqual(['LogonSessions', ...expected.map((p) => `LogonSessions/${p}`)]);
  });

  it('a cloud failover plan', async () => {
    const lab = await startLab();

    const text = await lab.get(`${planPath(lab.plan('ERP databases'))}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-cloudfailoverplan-entity.xml')));
  });

  it('a plain failover plan, but for the guest processing options', async () => {
    const lab = await startLab();

    const text = await lab.get(`${planPath(lab.plan('ERP portal'))}?format=Entity`);

    const expected = shapeOf(sample('em-failoverplan-entity.xml')).filter(
      (path) => !path.includes('GuestProcessingOptions'),
    );
    expect(shapeOf(text)).toEqual(expected);
  });

  it('a list of references', async () => {
    const lab = await startLab();

    const text = await lab.get('/failoverPlans');

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-failoverplans-list-one-ref.xml')));
  });

  it('the task of a start that was just accepted', async () => {
    const lab = await startLab();

    const { text } = await lab.start(lab.plan('ERP databases'));

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-task-startcloudfailoverplan-running.xml')));
  });

  it('the finished task of a cloud plan, with its session', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(3);

    const text = await lab.get('/tasks/task-1');

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-task-startcloudfailoverplan-finished.xml')));
  });

  it('the finished task of a plain plan, which links to nothing', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(3);

    const text = await lab.get('/tasks/task-1');

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-task-startfailoverplan-finished.xml')));
    expect(text).not.toContain('Rel="Related"');
  });

  it('the list of tasks', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(3);

    const text = await lab.get('/tasks');

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-tasks-list.xml')));
  });

  it('a cloud session at work', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(3);
    const id = lab.simulator.truth().sessions[0]?.id ?? '';

    const text = await lab.get(`/cloud/failoverSessions/${id}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-cloudfailoversession-working.xml')));
  });

  it('a cloud session that is over and lists no machine', async () => {
    const success = 'cloudFailoverPlans: [{ name: P, machines: [{ name: a, takes: 5s }] }]';
    const lab = await startLab(`version: 1\nswitches: { emptyTasksAtEnd: true }\n${success}`);
    await lab.start(lab.plan('P'));
    lab.clock.advance(10);
    const id = lab.simulator.truth().sessions[0]?.id ?? '';

    const text = await lab.get(`/cloud/failoverSessions/${id}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-cloudfailoversession-stopped-success.xml')));
  });

  it('a cloud replica point', async () => {
    const lab = await startLab();
    const list = await lab.get('/cloud/vmReplicaPoints');
    const id = /CloudVmReplicaPoint:([0-9a-f-]+)/.exec(list)?.[1] ?? '';

    const text = await lab.get(`/cloud/vmReplicaPoints/${id}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-cloudvmreplicapoint-entity-ready.xml')));
  });

  it('a cloud replica', async () => {
    const lab = await startLab();
    const list = await lab.get('/cloud/replicas');
    const id = /CloudReplica:([0-9a-f-]+)/.exec(list)?.[1] ?? '';

    const text = await lab.get(`/cloud/replicas/${id}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-cloudreplica-entity.xml')));
  });

  it('a restore session', async () => {
    const lab = await startLab(twoPlans('switches: { plainRestoreSessions: true }'));
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(60);
    const list = await lab.get('/restoreSessions');
    const id = /RestoreSession:([0-9a-f-]+)/.exec(list)?.[1] ?? '';

    const text = await lab.get(`/restoreSessions/${id}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-restoresession-stopped-success.xml')));
  });

  it('a query that gives references', async () => {
    const lab = await startLab();

    const text = await lab.get('/query?type=FailoverPlan&sortAsc=name&pageSize=100&page=1');

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-query-failoverplan-refs.xml')));
  });

  it('a query for failed sessions that list no machine', async () => {
    const plan = 'cloudFailoverPlans: [{ name: P, jobFails: true, machines: [{ name: a }] }]';
    const lab = await startLab(
      `version: 1\nswitches: { failedSessionWithoutMachines: true }\n${plan}`,
    );
    await lab.start(lab.plan('P'));
    lab.clock.advance(10);

    const text = await lab.get(
      '/query?type=CloudFailoverSession&format=Entities&sortDesc=CreationTime&filter=Result==failed',
    );

    expect(shapeOf(text)).toEqual(
      shapeOf(sample('em-query-cloudfailoversession-failed-entities.xml')),
    );
  });

  it.each([
    ['em-cdpreplicas-list.xml', '/cdpReplicas'],
    ['em-vappcdpreplicas-list.xml', '/cdpReplica/vApps'],
  ])('a list of CDP replicas: %s', async (file, path) => {
    const lab = await startReplicaLab();

    const text = await lab.get(path);

    expect(shapeOf(text)).toEqual(shapeOf(sample(file)));
  });

  it('a CDP policy, its machines, and a vApp', async () => {
    const lab = await startReplicaLab();
    const machine = await cdpPath(lab, 'cdp01');
    const [policy = ''] = /^\/cdpReplicas\/[^/]+/.exec(machine) ?? [];

    const shapes = await Promise.all(
      [
        `${policy}?format=Entity`,
        `${policy}/vms`,
        `${await cdpPath(lab, 'cdpApp')}?format=Entity`,
      ].map(async (path) => shapeOf(await lab.get(path))),
    );

    expect(shapes).toEqual(
      ['em-cdpreplica-entity.xml', 'em-cdpreplicavms-list.xml', 'em-vappcdpreplica-entity.xml'].map(
        (file) => shapeOf(sample(file)),
      ),
    );
  });

  it('a single machine’s replica point', async () => {
    const lab = await startReplicaLab();

    const text = await lab.get(`${await newestPoint(lab, 'web01')}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-vmreplicapoint-entity.xml')));
  });

  it('a vApp’s replica point', async () => {
    const lab = await startReplicaLab();

    const text = await lab.get(`${await newestPoint(lab, 'vApp01')}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-vappreplicapoint-entity.xml')));
  });

  it('a replica', async () => {
    const lab = await startReplicaLab();
    const id = /Replica:([0-9a-f-]+)/.exec(await lab.get('/replicas'))?.[1] ?? '';

    const text = await lab.get(`/replicas/${id}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-replica-entity.xml')));
  });

  it('the intervals of a CDP replica', async () => {
    const lab = await startReplicaLab();
    const dates = { StartDate: '2026-02-01T00:00:00Z', EndDate: '2026-03-01T10:00:00Z' };
    const path = `${await cdpPath(lab, 'cdp01')}?action=intervals`;

    const { text } = await lab.post(path, JSON.stringify(dates), 'application/json');

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-cdpreplicaintervals.xml')));
  });

  it.each([
    ['web01', 'em-task-startreplicafailover-vm-finished.xml', 3],
    ['vApp01', 'em-task-startreplicafailover-vapp-running-with-result.xml', 0],
  ])('the task of the failover of %s', async (name, file, seconds) => {
    const lab = await startReplicaLab();
    await lab.post(`${await newestPoint(lab, name)}?action=failover`);
    lab.lab.clock.advance(seconds);

    const text = await lab.get('/tasks/task-1');

    expect(shapeOf(text)).toEqual(shapeOf(sample(file)));
  });

  it.each([
    ['em-task-cdpfailover-running.xml', 0],
    ['em-task-cdpfailover-finished.xml', 3],
  ])('the task of a CDP failover: %s', async (file, seconds) => {
    const lab = await startReplicaLab();
    const body = cdpSpec(
      '<RestoreCurrent>true</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>',
    );
    await lab.post(`${await cdpPath(lab, 'cdp01')}?action=failover`, body);
    lab.lab.clock.advance(seconds);

    const text = await lab.get('/tasks/task-1');

    expect(shapeOf(text)).toEqual(shapeOf(sample(file)));
  });

  it('a single replica’s restore session', async () => {
    const lab = await startReplicaLab();
    await lab.post(`${await newestPoint(lab, 'web01')}?action=failover`);
    lab.lab.clock.advance(60);
    const id = lab.lab.simulator.truth().replicaSessions[0]?.id ?? '';

    const text = await lab.get(`/restoreSessions/${id}?format=Entity`);

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-restoresession-stopped-success.xml')));
  });

  it('an error', async () => {
    const lab = await startLab();

    const text = await lab.get('/tasks/task-99');

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-error-500.xml')));
  });
});

describe('answers in JSON have the members of the published samples', () => {
  const members = (json: string): readonly string[] =>
    Object.keys(JSON.parse(json) as object).sort();

  it('a running task', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));

    const { text } = await lab.call('/tasks/task-1', { headers: { accept: 'application/json' } });

    expect(members(text)).toEqual(members(sample('em-task-running.json')));
  });

  it('an error', async () => {
    const lab = await startLab();

    const { text } = await lab.call('/nowhere', { headers: { accept: 'application/json' } });

    expect(members(text)).toEqual(members(sample('em-error-400.json')));
  });

  it('a list of references', async () => {
    const lab = await startLab();

    const { text } = await lab.call('/failoverPlans', { headers: { accept: 'application/json' } });

    const first = (json: string): object =>
      (JSON.parse(json) as { readonly Refs: readonly object[] }).Refs[0] ?? {};
    expect(Object.keys(first(text)).sort()).toEqual(
      Object.keys(first(sample('em-json-refs-list.json'))).sort(),
    );
  });
});
