import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
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

const MINUTE = 60_000;
const TASKS = ok(sample('em-tasks-list.xml'));
const TWO_SESSIONS = [logonReply(), logonReply(SECOND_SESSION_ID, `${TOKEN}Mg`)];

/** The clock that tells how long a session was idle. */
let clock = 0;

beforeEach(() => {
  clock = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => clock);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a session that was idle', () => {
  it('is used again within 14 minutes', async () => {
    const { client, server } = await startEm({
      'POST /api/sessionMngr/': TWO_SESSIONS,
      'GET /api/tasks': TASKS,
    });
    await client.listTasks();
    clock += 13 * MINUTE;

    const { logonSessionId } = await client.listTasks();

    expect(logonSessionId).toBe(SESSION_ID);
    expect(paths(server)).toHaveLength(2);
  });

  it('is replaced before it is used after 14 minutes', async () => {
    const { client, warnings } = await startEm({
      'POST /api/sessionMngr/': TWO_SESSIONS,
      'GET /api/tasks': TASKS,
    });
    await client.listTasks();
    clock += 15 * MINUTE;

    const { logonSessionId } = await client.listTasks();

    expect(logonSessionId).toBe(SECOND_SESSION_ID);
    expect(warnings).toEqual([]);
  });

  it('is not given up while a task of it is followed', async () => {
    const { client } = await startEm({
      'POST /api/sessionMngr/': TWO_SESSIONS,
      'GET /api/tasks': TASKS,
    });
    await client.listTasks();
    const following = client.followingTask();
    clock += 15 * MINUTE;

    const { logonSessionId } = await client.listTasks();

    expect(logonSessionId).toBe(SESSION_ID);
    following.done();
  });
});
