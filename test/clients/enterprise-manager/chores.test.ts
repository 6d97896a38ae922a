// em-cloudfailoveredvms-list.xml is the example of the vendor's page
// GET /cloud/cloudFailoverPlans/{ID}/includes (13.1).
import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { accepted, ok, paths, SECOND_SESSION_ID, SESSION_ID, startEm } from './em-server.js';

const FINISHED = sample('em-task-startfailoverplan-finished.xml');
const SERVER_ID = 'ce15a8c7-aa49-495e-b05b-ee3398c91018';

describe('deleteTask', () => {
  it('removes a finished task', async () => {
    const em = await startEm({
      'GET /api/tasks/task-1': ok(FINISHED),
      'DELETE /api/tasks/task-1': { status: 204 },
    });
    await em.client.logon();

    await em.client.deleteTask('task-1', SESSION_ID);

    expect(em.server.requests.slice(1).map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/tasks/task-1',
      'DELETE /api/tasks/task-1',
    ]);
  });

  it.each(['Running', 'OperationFinished'])('refuses one that is %s, unsent', async (state) => {
    const em = await startEm({
      'GET /api/tasks/task-1': ok(FINISHED.replace('>Finished<', `>${state}<`)),
    });
    await em.client.logon();

    const error = await clientError(em.client.deleteTask('task-1', SESSION_ID));

    expect(error).toMatchObject({ kind: 'refused', status: null, operation: 'deleteTask' });
    expect(error.message).toContain(`the task is ${state}`);
    expect(paths(em.server)).toEqual(['/api/tasks/task-1']);
  });

  it('asks no server about a task of another session', async () => {
    const em = await startEm({});
    await em.client.logon();

    const error = await clientError(em.client.deleteTask('task-1', SECOND_SESSION_ID));

    expect(error.kind).toBe('task-lost');
    expect(paths(em.server)).toEqual([]);
  });
});

describe('collect', () => {
  it('starts the collection of one backup server', async () => {
    const em = await startEm({
      [`POST /api/backupServers/${SERVER_ID}`]: accepted(
        sample('em-task-collectbackupserver-finished.xml'),
      ),
    });

    const task = await em.client.collect(SERVER_ID);

    expect(task.operation).toBe('CollectingBackupServer');
    expect(paths(em.server)).toEqual([`/api/backupServers/${SERVER_ID}?action=collect`]);
  });
});

describe('listCloudPlanIncludes', () => {
  it('gives the machines by their order', async () => {
    const id = 'e8d3df9a-70ba-492e-b39d-ab772e7defd5';
    const body = sample('em-cloudfailoveredvms-list.xml').replace('<Order>0<', '<Order>2<');
    const em = await startEm({ [`GET /api/cloud/cloudFailoverPlans/${id}/includes`]: ok(body) });

    const machines = await em.client.listCloudPlanIncludes(id);

    expect(machines).toEqual([
      { id: '6fac81de-6012-45ff-adba-e01d28b19914', name: 'enterprise04', order: 1 },
      { id: '592cd62d-c7a2-4f19-a545-ed73ab696e42', name: 'apache05', order: 2 },
    ]);
  });
});
