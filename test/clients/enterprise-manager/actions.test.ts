import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { accepted, ok, SESSION_ID, startEm, TOKEN } from './em-server.js';

const ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const PLAIN = `POST /api/failoverPlans/${ID}`;
const CLOUD = `POST /api/cloud/cloudFailoverPlans/${ID}`;
const STARTED = accepted(sample('em-task-startfailoverplan-running.xml'));
const CLOUD_STARTED = accepted(sample('em-task-startcloudfailoverplan-running.xml'));

describe('starting a plan', () => {
  it('sends exactly these bytes for the newest restore points', async () => {
    const { client, server } = await startEm({ [PLAIN]: STARTED });

    await client.startFailoverPlan(ID, { before: null });

    expect(server.requests[1]).toMatchObject({
      method: 'POST',
      url: `/api/failoverPlans/${ID}?action=start`,
      body:
        '<FailoverPlanManagementSpec xmlns="http://www.veeam.com/ent/v1.0">' +
        '<StartNow>true</StartNow></FailoverPlanManagementSpec>',
    });
  });

  it('sends exactly these bytes for the points before a time, in UTC', async () => {
    const { client, server } = await startEm({ [CLOUD]: CLOUD_STARTED });

    await client.startCloudFailoverPlan(ID, { before: '2025-08-14T14:31:30.5+02:00' });

    expect(server.requests[1]).toMatchObject({
      url: `/api/cloud/cloudFailoverPlans/${ID}?action=start`,
      body:
        '<CloudFailoverPlanManagementSpec xmlns="http://www.veeam.com/ent/v1.0">' +
        '<StartDate>2025-08-14T12:31:30.500Z</StartDate></CloudFailoverPlanManagementSpec>',
    });
  });

  it('refuses a time without an offset before anything is sent', async () => {
    const { client, server } = await startEm({ [PLAIN]: STARTED });

    const starting = client.startFailoverPlan(ID, { before: '2025-08-14 12:31' });

    await expect(starting).rejects.toThrow('is not a time with an offset');
    expect(server.requests).toEqual([]);
  });

  it('gives the task with the logon session that it belongs to', async () => {
    const { client } = await startEm({ [PLAIN]: STARTED });

    const task = await client.startFailoverPlan(ID, { before: null });

    expect(task).toEqual({
      taskId: 'task-1',
      logonSessionId: SESSION_ID,
      state: 'Running',
      operation: 'StartFailoverPlan',
      success: null,
      message: null,
      related: null,
    });
  });

  it('takes any 2xx with the expected task', async () => {
    const { client } = await startEm({
      [PLAIN]: ok(sample('em-task-startfailoverplan-running.xml')),
    });

    const task = await client.startFailoverPlan(ID, { before: null });

    expect(task.taskId).toBe('task-1');
  });

  it('does not take a task of another operation for an answer', async () => {
    const { client } = await startEm({ [PLAIN]: CLOUD_STARTED });

    const error = await clientError(client.startFailoverPlan(ID, { before: null }));

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain('"StartCloudFailoverPlan" came where "StartFailoverPlan"');
  });

  it.each([
    ['no body', ''],
    ['half a task', sample('em-task-startfailoverplan-running.xml').slice(0, 300)],
    ['JSON', sample('em-task-running.json')],
  ])('calls an accepted start with %s undecodable', async (_name, body) => {
    const { client, server } = await startEm({ [PLAIN]: accepted(body) });

    const error = await clientError(client.startFailoverPlan(ID, { before: null }));

    expect(error).toMatchObject({ kind: 'undecodable', status: 202 });
    expect(server.requests).toHaveLength(2);
  });
});

describe('test and undo', () => {
  it('send an empty body with a Content-Type', async () => {
    const { client, server } = await startEm({ [CLOUD]: CLOUD_STARTED });

    const task = await client.testCloudFailoverPlan(ID);

    expect(task.operation).toBe('StartCloudFailoverPlan');
    expect(server.requests[1]).toMatchObject({
      url: `/api/cloud/cloudFailoverPlans/${ID}?action=test`,
      body: '',
    });
    expect(server.requests[1]?.headers).toMatchObject({
      'content-type': 'application/xml',
      'content-length': '0',
    });
  });

  it('expect the operation of an undo', async () => {
    const { client } = await startEm({
      [PLAIN]: accepted(sample('em-task-undofailoverplan-finished.xml')),
      [CLOUD]: accepted(sample('em-task-undocloudfailoverplan-finished.xml')),
    });

    const [plain, cloud] = [
      await client.undoFailoverPlan(ID),
      await client.undoCloudFailoverPlan(ID),
    ];

    expect([plain.operation, cloud.operation]).toEqual([
      'UndoFailoverPlan',
      'UndoCloudFailoverPlan',
    ]);
  });
});

describe('how a request looks', () => {
  it('has one media type to accept, the token, and no cookie although one was set', async () => {
    const { client, server } = await startEm({ [PLAIN]: STARTED });

    await client.startFailoverPlan(ID, { before: null });

    const [logon, start] = server.requests;
    expect(logon?.url).toBe('/api/sessionMngr/?v=v1_7');
    expect(start?.headers).toMatchObject({
      accept: 'application/xml',
      'x-restsvcsessionid': TOKEN,
      'content-type': 'application/xml',
    });
    expect(start?.headers.cookie).toBeUndefined();
    expect(start?.headers.authorization).toBeUndefined();
  });

  it('has a connection of its own when it changes something', async () => {
    const { client, server } = await startEm({
      [PLAIN]: STARTED,
      'GET /api/tasks': { status: 200, body: sample('em-tasks-list.xml') },
    });
    await client.listTasks();
    await client.listTasks();

    await client.startFailoverPlan(ID, { before: null });

    const [, first, second, start] = server.requests;
    expect(second?.connection).toBe(first?.connection);
    expect(start?.connection).not.toBe(first?.connection);
    expect(start?.headers.connection).toBe('close');
  });
});

describe('starts', () => {
  it('run one after the other under the lock', async () => {
    const { client } = await startEm({});
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} begins`);
      await Promise.resolve();
      events.push(`${name} ends`);
    };

    await Promise.all([client.withStartLock(work('a')), client.withStartLock(work('b'))]);

    expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('go on when one before failed', async () => {
    const { client } = await startEm({});
    const failing = client.withStartLock(() => Promise.reject(new Error('no')));

    const next = client.withStartLock(() => Promise.resolve('done'));

    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });
});
