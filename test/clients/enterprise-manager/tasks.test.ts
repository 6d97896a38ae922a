import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import type { SeenRequest } from '../test-server.js';
import { askedPaths, logonReply, ok, SECOND_SESSION_ID, SESSION_ID, startEm } from './em-server.js';
import { DECODERS } from './sample-decoders.js';

const NS = 'xmlns="http://www.veeam.com/ent/v1.0"';
const TASK = sample('em-task-startcloudfailoverplan-finished.xml');
const LINK = /<Link Rel="Related"[^>]*>/.exec(TASK)?.[0] ?? '';

function task(number: number): string {
  return sample('em-task-startfailoverplan-running.xml').replaceAll('task-1', `task-${number}`);
}

function page(number: number, pages: number): string {
  return `<Tasks ${NS}>${task(number)}<PagingInfo PageNum="${number}" PageSize="100" PagesCount="${pages}"/></Tasks>`;
}

function pageAsked(request: SeenRequest): number {
  return Number(new URL(request.url, 'http://x').searchParams.get('page'));
}

describe('listing tasks', () => {
  it('follows the pages to the last one', async () => {
    const em = await startEm({ 'GET /api/tasks': (request) => ok(page(pageAsked(request), 3)) });

    const { logonSessionId, tasks } = await em.client.listTasks();

    expect(logonSessionId).toBe(SESSION_ID);
    expect(tasks.map(({ taskId }) => taskId)).toEqual(['task-1', 'task-2', 'task-3']);
    expect(askedPaths(em.server)).toEqual([
      '/api/tasks?pageSize=1000&page=1',
      '/api/tasks?pageSize=1000&page=2',
      '/api/tasks?pageSize=1000&page=3',
    ]);
  });

  it('never puts the tasks of two logon sessions together', async () => {
    const em = await startEm({
      'POST /api/sessionMngr/': [logonReply(), logonReply(SECOND_SESSION_ID, 'another-token')],
      'GET /api/tasks': (request) =>
        pageAsked(request) === 2 ? { status: 401 } : ok(page(pageAsked(request), 2)),
    });

    const error = await clientError(em.client.listTasks());

    expect(error.kind).toBe('session-lost');
    expect(askedPaths(em.server)).toHaveLength(2);
  });

  it.each([
    ['another entry', `<Tasks ${NS}>${task(1)}<Job/></Tasks>`, '<Job> came where <Task>'],
    ['words', `<Tasks ${NS}>Service is starting</Tasks>`, 'text came where a list <Tasks>'],
    ['one in two states', `<Tasks ${NS}>${task(1)}${TASK}</Tasks>`, 'task-1 is told in two ways'],
  ])('is not done with %s among them', (_what, xml, expected) => {
    expect(() => DECODERS.tasks(xml)).toThrow(expected);
  });
});

describe('what a task is about', () => {
  it('may be said twice', () => {
    expect(DECODERS.task(TASK.replace(LINK, `${LINK}${LINK}`)).related?.type).toBe(
      'CloudFailoverSession',
    );
  });

  it('is not chosen among several', () => {
    const other = LINK.replace('a986d473', 'b986d473');

    expect(DECODERS.task(TASK.replace(LINK, `${other}${LINK}`)).related).toBeNull();
  });
});

describe('a task that says two things', () => {
  it.each([
    ['State', '<State>Running</State><State>Finished</State>'],
    ['Result', '<State>Running</State><Result Success="true"/>'],
    ['State', '<State>Run<b/>ning</State>'],
    ['TaskId', '<State>Running</State><TaskId>task-2</TaskId>'],
  ])('is refused: %s', (name, change) => {
    const xml = TASK.replace('<State>Finished</State>', change);

    expect(() => DECODERS.task(xml)).toThrow(name);
  });
});
