import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { accepted, ok, paths, SESSION_ID, startEm } from './em-server.js';

const NS = 'xmlns="http://www.veeam.com/ent/v1.0"';
const POINT = sample('em-vmreplicapoint-entity.xml');
const VAPP_POINT = sample('em-vappreplicapoint-entity.xml');
const POINT_ID = '9b414afe-e957-4d40-a144-7d02de9a041c';
const VAPP_POINT_ID = 'dc01c979-5f6a-409c-bcc2-c3c6ddf439b3';
const REPLICA_ID = 'fe4d9334-8801-440c-9994-5a16181d7fb0';

function point(index: number, machine: string, createdAt: string): string {
  const id = `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;

  return POINT.replaceAll(POINT_ID, id)
    .replace('VmDisplayName="sql02"', `VmDisplayName="${machine}"`)
    .replace('2014-10-19T05:44:54Z', createdAt);
}

function queryResult(list: string, items: readonly string[]): string {
  return `<QueryResult ${NS}><Entities><${list}>${items.join('')}</${list}></Entities><PagingInfo PageNum="1" PageSize="100" PagesCount="1"/></QueryResult>`;
}

const points = (...items: string[]) => ok(queryResult('VmReplicaPoints', items));

describe('listing replicas', () => {
  it('reads them from their collection', async () => {
    const em = await startEm({
      'GET /api/replicas': ok(`<Replicas ${NS}>${sample('em-replica-entity.xml')}</Replicas>`),
    });

    const replicas = await em.client.replicas.listVmReplicas();

    expect(replicas).toEqual([
      {
        id: REPLICA_ID,
        name: 'SQL Replication',
        platform: 'VMware',
        backupServerId: 'ce15a8c7-aa49-495e-b05b-ee3398c91018',
        backupServerName: 'srv02.tech.local',
      },
    ]);
  });
});

describe('listing restore points of machines', () => {
  it('asks the query service for the machines and the time', async () => {
    const em = await startEm({ 'GET /api/query': points() });

    await em.client.replicas.listVmReplicaPoints({
      machines: ['web 01', 'web02'],
      since: '2025-01-01T00:00:00Z',
      before: '2025-01-02T01:00:00+01:00',
    });

    expect(paths(em.server)).toEqual([
      '/api/query?type=VmReplicaPoint&format=Entities' +
        '&filter=(VmDisplayName==%22web%2001%22%2CVmDisplayName==%22web02%22)' +
        '%3BCreationTime%3E=2025-01-01T00%3A00%3A00.000Z' +
        '%3BCreationTime%3C2025-01-02T00%3A00%3A00.000Z' +
        '&sortDesc=CreationTime&pageSize=1000&page=1',
    ]);
  });

  it('gives them newest first, with what they are of', async () => {
    const em = await startEm({
      'GET /api/query': points(
        point(1, 'sql02', '2014-10-19T05:44:54Z'),
        point(2, 'sql02', '2014-10-20T05:44:54.5Z'),
      ),
    });

    const found = await em.client.replicas.listVmReplicaPoints();

    expect(found.map(({ createdAt }) => createdAt)).toEqual([
      '2014-10-20T05:44:54.500Z',
      '2014-10-19T05:44:54.000Z',
    ]);
    expect(found[1]).toEqual({
      id: '00000001-0000-4000-8000-000000000000',
      name: 'sql02@2014-10-19 05:44:54',
      machine: 'sql02',
      replicaId: REPLICA_ID,
      replicaName: 'SQL Replication',
      backupServerId: 'ce15a8c7-aa49-495e-b05b-ee3398c91018',
      backupServerName: 'srv02.tech.local',
      createdAt: '2014-10-19T05:44:54.000Z',
    });
  });

  it('leaves out what does not match, whatever the server made of the filter', async () => {
    const em = await startEm({
      'GET /api/query': points(
        point(1, 'web01', '2025-01-01T12:00:00Z'),
        point(2, 'web03', '2025-01-01T12:00:00Z'),
        point(3, 'web01', '2025-01-02T00:00:00Z'),
        point(4, 'web01', '2024-12-31T23:59:59.9Z'),
      ),
    });

    const found = await em.client.replicas.listVmReplicaPoints({
      machines: ['web01'],
      since: '2025-01-01T00:00:00Z',
      before: '2025-01-02T00:00:00Z',
    });

    expect(found.map(({ id }) => id)).toEqual(['00000001-0000-4000-8000-000000000000']);
  });

  it('puts 250 names into few requests of bounded length', async () => {
    const machines = Array.from({ length: 250 }, (_, index) => `application-server-${index}`);
    const em = await startEm({ 'GET /api/query': points() });

    await em.client.replicas.listVmReplicaPoints({ machines: [...machines, ...machines] });

    const asked = paths(em.server);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(Math.max(...asked.map((path) => path.length))).toBeLessThan(4_000);
    expect(machines.every((name) => asked.some((path) => path.includes(`%22${name}%22`)))).toBe(
      true,
    );
  });

  it('asks nothing for no machines', async () => {
    const em = await startEm({});

    const found = await em.client.replicas.listVmReplicaPoints({ machines: [] });

    expect(found).toEqual([]);
    expect(em.server.requests).toEqual([]);
  });

  it('reads the collection of one replica', async () => {
    const em = await startEm({
      [`GET /api/replicas/${REPLICA_ID}/vmReplicaPoints`]: ok(
        `<VmReplicaPoints ${NS}>${POINT}</VmReplicaPoints>`,
      ),
    });

    const found = await em.client.replicas.listVmReplicaPoints({ replicaId: REPLICA_ID });

    expect(found.map(({ id }) => id)).toEqual([POINT_ID]);
  });

  it('reads the collection once where the role has no query service, also later', async () => {
    const machines = Array.from({ length: 250 }, (_, index) => `application-server-${index}`);
    const em = await startEm({
      'GET /api/query': { status: 403 },
      'GET /api/vmReplicaPoints': ok(`<VmReplicaPoints ${NS}>${POINT}</VmReplicaPoints>`),
    });

    const found = await em.client.replicas.listVmReplicaPoints({
      machines: [...machines, 'sql02'],
    });
    await em.client.replicas.listVmReplicaPoints();

    expect(found).toHaveLength(1);
    const asked = paths(em.server).map((path) => path.split('?')[0]);
    expect(asked.filter((path) => path === '/api/query')).toHaveLength(1);
    expect(asked.filter((path) => path === '/api/vmReplicaPoints')).toHaveLength(2);
  });
});

describe('listing restore points of vApps', () => {
  it('takes the rows that the server has for each machine for one point', async () => {
    const em = await startEm({
      'GET /api/query': ok(queryResult('VAppReplicaPoints', [VAPP_POINT, VAPP_POINT])),
    });

    const found = await em.client.replicas.listVAppReplicaPoints({ machines: ['vApp01'] });

    expect(found).toMatchObject([
      { id: VAPP_POINT_ID, machine: 'vApp01', replicaName: 'vCD Replication Job 1' },
    ]);
    expect(paths(em.server)[0]).toContain('type=VAppReplicaPoint&');
    expect(paths(em.server)[0]).toContain('filter=(VAppName==%22vApp01%22)');
  });
});

describe('failing a replica over', () => {
  const TASK = sample('em-task-startreplicafailover-vm-finished.xml');

  it('posts nothing but the action, with a Content-Type', async () => {
    const em = await startEm({ [`POST /api/vmReplicaPoints/${POINT_ID}`]: accepted(TASK) });

    const task = await em.client.replicas.failoverVmReplicaPoint(POINT_ID);

    expect(task).toEqual({
      taskId: 'task-1',
      logonSessionId: SESSION_ID,
      state: 'Finished',
      operation: 'StartReplicaFailover',
      success: true,
      message: 'Ok',
      related: { type: 'RestoreSession', id: '2abbd1f7-647a-46b7-9f39-6e84ea31802b' },
    });
    expect(em.server.requests[1]).toMatchObject({
      url: `/api/vmReplicaPoints/${POINT_ID}?action=failover`,
      body: '',
    });
    expect(em.server.requests[1]?.headers['content-type']).toBe('application/xml');
  });

  it('gives the state of a vApp task that runs though it has a result already', async () => {
    const em = await startEm({
      [`POST /api/vAppReplicaPoints/${VAPP_POINT_ID}`]: accepted(
        sample('em-task-startreplicafailover-vapp-running-with-result.xml'),
      ),
    });

    const task = await em.client.replicas.failoverVAppReplicaPoint(VAPP_POINT_ID);

    expect(task.state).toBe('Running');
  });

  it('does not take the task of a plan for an answer', async () => {
    const em = await startEm({
      [`POST /api/vmReplicaPoints/${POINT_ID}`]: accepted(
        sample('em-task-startfailoverplan-running.xml'),
      ),
    });

    const error = await clientError(em.client.replicas.failoverVmReplicaPoint(POINT_ID));

    expect(error.kind).toBe('undecodable');
  });

  it('is sent once when its answer is lost', async () => {
    const em = await startEm({ [`POST /api/vmReplicaPoints/${POINT_ID}`]: 'drop' });

    const error = await clientError(em.client.replicas.failoverVmReplicaPoint(POINT_ID));

    expect(error.kind).toBe('unclear');
    expect(paths(em.server)).toHaveLength(1);
  });
});
