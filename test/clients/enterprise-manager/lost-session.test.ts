import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import type { Routes } from './em-server.js';
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
const OWN = `GET /api/logonSessions/${SESSION_ID}`;
const SECOND_OWN = `GET /api/logonSessions/${SECOND_SESSION_ID}`;
const SECOND_END = `DELETE /api/logonSessions/${SECOND_SESSION_ID}`;
const LOGONS = {
  'POST /api/sessionMngr/': [logonReply(), logonReply(SECOND_SESSION_ID, `${TOKEN}Mg`)],
  [SECOND_END]: { status: 204 },
} satisfies Routes;

describe.each([403, 500])('a lost session that is answered %i', (status) => {
  it.each([401, 404])('is found out by its own resource, which says %i', async (own) => {
    const em = await startEm({
      ...LOGONS,
      'GET /api/tasks': [{ status }, TASKS],
      [OWN]: { status: own },
    });

    const { logonSessionId } = await em.client.listTasks();

    expect(logonSessionId).toBe(SECOND_SESSION_ID);
  });

  it('is found out by a new session that fares better', async () => {
    const em = await startEm({
      ...LOGONS,
      'GET /api/tasks': [{ status }, TASKS],
      [OWN]: { status },
      [SECOND_OWN]: { status: 200 },
    });

    const { logonSessionId } = await em.client.listTasks();

    expect(logonSessionId).toBe(SECOND_SESSION_ID);
  });

  it('is not assumed when the session is well', async () => {
    const em = await startEm({ 'GET /api/tasks': { status }, [OWN]: { status: 200 } });

    const error = await clientError(em.client.listTasks());

    expect(error).toMatchObject({ kind: status === 403 ? 'refused' : 'unclear', status });
    expect(em.client.logonSessionId).toBe(SESSION_ID);
    expect(paths(em.server)).toHaveLength(2);
  });

  it('is not assumed when a new session fares no better, which is ended', async () => {
    const em = await startEm({
      ...LOGONS,
      'GET /api/tasks': { status },
      [OWN]: { status },
      [SECOND_OWN]: { status },
    });

    const error = await clientError(em.client.listTasks());

    expect(error).toMatchObject({ kind: status === 403 ? 'refused' : 'unclear', status });
    expect(em.client.logonSessionId).toBe(SESSION_ID);
    expect(em.server.requests.at(-1)).toMatchObject({ method: 'DELETE' });
  });

  it('is not assumed when the session is well again by the time that a new one is', async () => {
    const em = await startEm({
      ...LOGONS,
      'GET /api/tasks': { status },
      [OWN]: [{ status }, { status: 200 }],
      [SECOND_OWN]: { status: 200 },
    });

    const error = await clientError(em.client.listTasks());

    expect(error).toMatchObject({ kind: status === 403 ? 'refused' : 'unclear', status });
    expect(em.client.logonSessionId).toBe(SESSION_ID);
    expect(em.server.requests.at(-1)).toMatchObject({ method: 'DELETE' });
  });

  it('is not assumed when no answer comes', async () => {
    const em = await startEm({ 'GET /api/tasks': { status }, [OWN]: 'drop' });

    await clientError(em.client.listTasks());

    expect(em.client.logonSessionId).toBe(SESSION_ID);
  });

  it('loses its tasks', async () => {
    const em = await startEm({ 'GET /api/tasks/task-1': { status }, [OWN]: { status: 401 } });
    await em.client.logon();

    const error = await clientError(em.client.getTask('task-1', SESSION_ID));

    expect(error.kind).toBe('task-lost');
  });
});

describe('a start within a lost session', () => {
  it('that is refused with 403 is session-lost, and sent once', async () => {
    const em = await startEm({ ...LOGONS, [START]: { status: 403 }, [OWN]: { status: 401 } });

    const error = await clientError(em.client.startFailoverPlan(ID, { before: null }));

    expect(error.kind).toBe('session-lost');
    expect(paths(em.server).filter((path) => path.includes('action=start'))).toHaveLength(1);
    expect(em.client.logonSessionId).toBeNull();
  });

  it('that is answered 500 stays unclear, and is sent once', async () => {
    const em = await startEm({ ...LOGONS, [START]: { status: 500 }, [OWN]: { status: 401 } });

    const error = await clientError(em.client.startFailoverPlan(ID, { before: null }));

    expect(error.kind).toBe('unclear');
    expect(paths(em.server).filter((path) => path.includes('action=start'))).toHaveLength(1);
    expect(em.client.logonSessionId).toBeNull();
  });
});
