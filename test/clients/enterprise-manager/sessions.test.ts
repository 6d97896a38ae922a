import { describe, expect, it, jest } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import {
  logonReply,
  ok,
  paths,
  SECOND_SESSION_ID,
  SESSION_ID,
  startEm,
  TOKEN,
} from './em-server.js';

const ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const START = `POST /api/failoverPlans/${ID}`;
const TASKS = ok(sample('em-tasks-list.xml'));
const LOGOFF = `/api/logonSessions/${SESSION_ID}`;
const NO_TASK =
  '<Error Message="There is no backup task with id [task-1] in current rest session" StatusCode="500" xmlns="http://www.veeam.com/ent/v1.0"/>';
const TWO_SESSIONS = [logonReply(), logonReply(SECOND_SESSION_ID, `${TOKEN}Mg`)];

describe('logging on', () => {
  it('sends Basic credentials for version 1.7 and tells what the role may use', async () => {
    const { client, server } = await startEm({});

    const info = await client.logon();

    expect(info.sessionId).toBe(SESSION_ID);
    expect(info.userName).toBe('SRV12\\Administrator');
    expect(info.resources).toContain('FailoverPlanReferenceList');
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/api/sessionMngr/?v=v1_7' });
    expect(server.requests[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it('happens once for all who call at the same time', async () => {
    const { client, server } = await startEm({ 'GET /api/tasks': TASKS });

    await Promise.all([client.listTasks(), client.listTasks(), client.logon()]);

    expect(server.requests.filter(({ url }) => url.includes('sessionMngr'))).toHaveLength(1);
  });

  it('asks for the credentials each time', async () => {
    const credentials = jest.fn(() => Promise.resolve({ username: 'a', password: 'b' }));
    const { client } = await startEm(
      { 'POST /api/sessionMngr/': TWO_SESSIONS, 'GET /api/tasks': [{ status: 401 }, TASKS] },
      { credentials },
    );

    await client.listTasks();

    expect(credentials).toHaveBeenCalledTimes(2);
  });

  it('is unauthorized when the credentials are refused', async () => {
    const { client } = await startEm({ 'POST /api/sessionMngr/': { status: 401 } });

    const error = await clientError(client.listTasks());

    expect(error).toMatchObject({ kind: 'unauthorized', operation: 'logon', status: 401 });
  });

  it.each([
    ['an HTML page', { status: 200, body: '<html><body>Veeam</body></html>' }],
    ['no token', { status: 201, body: sample('em-logonsession-created.xml') }],
  ])('names the right port when it gets %s', async (_name, reply) => {
    const { client } = await startEm({ 'POST /api/sessionMngr/': reply });

    const error = await clientError(client.logon());

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain("this looks like the web UI's port; the API's is 9398");
  });

  it('reads a tenant session', async () => {
    const reply = { ...(logonReply() as object), body: sample('em-logonsession-tenant.xml') };
    const { client } = await startEm({ 'POST /api/sessionMngr/': reply as typeof TASKS });

    const info = await client.logon();

    expect(info.resources).toEqual(['EnterpriseManager', 'CloudConnectService', 'LogonSession']);
  });

  it('is not-sent when the credentials can not be had', async () => {
    const { client, server } = await startEm(
      {},
      { credentials: () => Promise.reject(new Error('environment variable EM_USER is not set')) },
    );

    const error = await clientError(client.logon());

    expect(error.kind).toBe('not-sent');
    expect(error.message).toContain('environment variable EM_USER is not set');
    expect(server.requests).toEqual([]);
  });

  it('that is unclear leaves no doubt about the start behind it', async () => {
    const { client, server } = await startEm({ 'POST /api/sessionMngr/': 'drop' });

    const error = await clientError(client.startFailoverPlan(ID, { before: null }));

    expect(error).toMatchObject({ kind: 'not-sent', operation: 'startFailoverPlan' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a lost session', () => {
  it('is replaced once for a read', async () => {
    const { client, server, warnings } = await startEm({
      'POST /api/sessionMngr/': TWO_SESSIONS,
      'GET /api/tasks': [{ status: 401 }, TASKS],
    });

    const { logonSessionId } = await client.listTasks();

    expect(logonSessionId).toBe(SECOND_SESSION_ID);
    expect(server.requests.at(-1)?.headers['x-restsvcsessionid']).toBe(`${TOKEN}Mg`);
    expect(warnings).toEqual(['dr-em: the logon session was lost, logging on again']);
  });

  it('ends a read when the new one is lost too', async () => {
    const { client, server } = await startEm({ 'GET /api/tasks': { status: 401 } });

    const error = await clientError(client.listTasks());

    expect(error.kind).toBe('session-lost');
    expect(paths(server).map((path) => path.split('?')[0])).toEqual(['/api/tasks', '/api/tasks']);
  });

  it('is left to the caller for a mutation, which is sent once', async () => {
    const { client, server } = await startEm({ [START]: { status: 401 } });

    const error = await clientError(client.startFailoverPlan(ID, { before: null }));

    expect(error).toMatchObject({ kind: 'session-lost', status: 401 });
    expect(paths(server)).toHaveLength(1);
    expect(client.logonSessionId).toBeNull();
  });
});

describe('getTask', () => {
  const TASK = sample('em-task-startcloudfailoverplan-finished.xml');

  it('gives the task with what it is about', async () => {
    const { client } = await startEm({ 'GET /api/tasks/task-1': ok(TASK) });
    await client.logon();

    const task = await client.getTask('task-1', SESSION_ID);

    expect(task).toMatchObject({
      state: 'Finished',
      success: true,
      related: { type: 'CloudFailoverSession', id: 'a986d473-0248-4884-9832-17ec982ee393' },
    });
  });

  it('asks no server for a task of another session', async () => {
    const { client, server } = await startEm({ 'GET /api/tasks/task-1': ok(TASK) });
    await client.logon();

    const error = await clientError(client.getTask('task-1', SECOND_SESSION_ID));

    expect(error).toMatchObject({ kind: 'task-lost', status: null });
    expect(paths(server)).toEqual([]);
  });

  it('does not log on to ask for a task', async () => {
    const { client, server } = await startEm({ 'GET /api/tasks/task-1': ok(TASK) });

    const error = await clientError(client.getTask('task-1', SESSION_ID));

    expect(error.kind).toBe('task-lost');
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['500 that names the rest session', { status: 500, body: NO_TASK }],
  ])('is task-lost at %s, and asks no second session', async (_name, reply) => {
    const { client, server } = await startEm({ 'GET /api/tasks/task-1': reply });
    await client.logon();

    const error = await clientError(client.getTask('task-1', SESSION_ID));

    expect(error.kind).toBe('task-lost');
    expect(server.requests).toHaveLength(2);
  });

  it('is unclear at any other 500', async () => {
    const { client } = await startEm({
      'GET /api/tasks/task-1': { status: 500, body: sample('em-error-500.xml') },
    });
    await client.logon();

    const error = await clientError(client.getTask('task-1', SESSION_ID));

    expect(error.kind).toBe('unclear');
  });

  it('does not take another task for the answer', async () => {
    const { client } = await startEm({ 'GET /api/tasks/task-2': ok(TASK) });
    await client.logon();

    const error = await clientError(client.getTask('task-2', SESSION_ID));

    expect(error.kind).toBe('undecodable');
  });
});

describe('close', () => {
  it('logs off once, however often it is called', async () => {
    const { client, server } = await startEm({});
    await client.logon();

    await Promise.all([client.close(), client.close()]);

    expect(
      server.requests.filter(({ method }) => method === 'DELETE').map(({ url }) => url),
    ).toEqual([LOGOFF]);
  });

  it('leaves the session while a task is followed', async () => {
    const { client, server } = await startEm({});
    await client.logon();
    client.followingTask();

    await client.close();

    expect(server.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  it('logs off when the last task is done, which counts once', async () => {
    const { client, server } = await startEm({});
    await client.logon();
    const [first, second] = [client.followingTask(), client.followingTask()];
    first.done();
    first.done();
    second.done();

    await client.close();

    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('does nothing without a session', async () => {
    const { client, server } = await startEm({});

    await client.close();

    expect(server.requests).toEqual([]);
  });

  it('does not throw when the logoff fails', async () => {
    const { client, warnings } = await startEm({
      [`DELETE ${LOGOFF}`]: { status: 500 },
    });
    await client.logon();

    await client.close();

    expect(warnings[0]).toContain('could not log off');
  });

  it('refuses calls afterwards as not-sent', async () => {
    const { client } = await startEm({});
    await client.close();

    const error = await clientError(client.logon());

    expect(error.kind).toBe('not-sent');
    expect(error.message).toContain('the client is closed');
  });
});

describe('the clocks and versions of the server', () => {
  it('gives the time of its Date header', async () => {
    const { client, server } = await startEm({
      [`GET ${LOGOFF}`]: { status: 200, headers: { Date: 'Fri, 21 Nov 2025 10:00:00 GMT' } },
    });

    const time = await client.serverTime();

    expect(time).toBe('2025-11-21T10:00:00.000Z');
    expect(paths(server)).toEqual([LOGOFF]);
  });

  it('gives the versions without a logon', async () => {
    const { client, server } = await startEm({
      'GET /api/': ok(sample('em-enterprisemanager-root.xml')),
    });

    const versions = await client.apiVersions();

    expect(versions).toEqual(['v1_5', 'v1_6', 'v1_7']);
    expect(server.requests).toHaveLength(1);
  });
});
