import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { ok, paths, startEm } from './em-server.js';

const ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const START = `POST /api/failoverPlans/${ID}`;
const TASKS = ok(sample('em-tasks-list.xml'));

describe('a server that asks to wait', () => {
  it.each([429, 503])('holds back all calls after %i, mutations too', async (status) => {
    const em = await startEm({
      'GET /api/tasks': [{ status, headers: { 'Retry-After': '17' } }, TASKS],
      [START]: { status: 202, body: sample('em-task-startfailoverplan-running.xml') },
    });
    await clientError(em.client.listTasks());

    const read = await clientError(em.client.listTasks());
    const start = await clientError(em.client.startFailoverPlan(ID, { before: null }));

    expect(read).toMatchObject({ kind: 'throttled', status: null });
    expect(start).toMatchObject({ kind: 'throttled', status: null });
    expect(read.retryAfterSeconds).toBeGreaterThan(10);
    expect(read.message).toContain('was not sent: the server asked to wait');
    expect(paths(em.server)).toHaveLength(1);
  });

  it('holds nothing back when it does not say how long', async () => {
    const em = await startEm({ 'GET /api/tasks': [{ status: 429 }, TASKS] });
    await clientError(em.client.listTasks());

    const { tasks } = await em.client.listTasks();

    expect(tasks).toHaveLength(2);
  });
});

describe('requestsPerSecond', () => {
  it('says that it is used up when the turn would come too late', async () => {
    const em = await startEm({ 'GET /api/tasks': TASKS }, { requestsPerSecond: 0.1 });
    await em.client.logon();

    const error = await clientError(em.client.listTasks());

    expect(error).toMatchObject({ kind: 'throttled', status: null });
    expect(error.message).toContain('requestsPerSecond is used up');
    expect(paths(em.server)).toEqual([]);
  });
});
