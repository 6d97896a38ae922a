import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import type { SeenRequest } from '../test-server.js';
import { startServer } from '../test-server.js';
import { askedPaths, ok, paths, startEm } from './em-server.js';

const NS = 'xmlns="http://www.veeam.com/ent/v1.0"';
const PLAN = sample('em-failoverplan-entity.xml');
const CLOUD_PLAN = sample('em-cloudfailoverplan-entity.xml');
const SESSION = sample('em-cloudfailoversession-working.xml');
const PLAN_ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const NAME = 'ABC Company Failover Plan';
const SERVER_ID = '4ceb4e03-d23d-4c4e-be05-21580b260243';

function plan(index: number, name: string): string {
  const id = `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;

  return PLAN.replaceAll(PLAN_ID, id).replaceAll('SQL Failover Plan', name);
}

function session(
  index: number,
  createdAt: string,
  changes: readonly [string, string][] = [],
): string {
  const id = `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;
  const xml = SESSION.replaceAll('a986d473-0248-4884-9832-17ec982ee393', id).replace(
    '2020-05-06T20:29:45.077Z',
    createdAt,
  );

  return changes.reduce((text, [from, to]) => text.replaceAll(from, to), xml);
}

function queryResult(list: string, items: readonly string[], page = 1, pages = 1): string {
  return `<QueryResult ${NS}><Entities><${list}>${items.join('')}</${list}></Entities><PagingInfo PageNum="${page}" PageSize="100" PagesCount="${pages}"/></QueryResult>`;
}

function pageOf(request: SeenRequest): number {
  return Number(new URL(request.url, 'http://x').searchParams.get('page'));
}

describe('listing plans', () => {
  it('follows the pages to the last one', async () => {
    const em = await startEm({
      'GET /api/failoverPlans': (request) =>
        ok(
          `<FailoverPlans ${NS}>${plan(pageOf(request), `P${pageOf(request)}`)}<PagingInfo PageNum="${pageOf(request)}" PageSize="100" PagesCount="3"/></FailoverPlans>`,
        ),
    });

    const plans = await em.client.listFailoverPlans();

    expect(plans.map(({ name }) => name)).toEqual(['P1', 'P2', 'P3']);
    expect(paths(em.server)).toEqual([
      '/api/failoverPlans?format=Entity&pageSize=100&page=1',
      '/api/failoverPlans?format=Entity&pageSize=100&page=2',
      '/api/failoverPlans?format=Entity&pageSize=100&page=3',
    ]);
  });

  it('stops after one page of a list that is not paged', async () => {
    const em = await startEm({
      'GET /api/failoverPlans': ok(`<FailoverPlans ${NS}>${PLAN}</FailoverPlans>`),
    });

    const plans = await em.client.listFailoverPlans();

    expect(plans).toHaveLength(1);
    expect(paths(em.server)).toHaveLength(1);
  });

  it.each([
    ['says that it is the first', 'PageNum="1"', 'page 1 of the list came where 2 was asked for'],
    ['repeats the first', '', 'page 2 of 9 repeats the page before it'],
  ])('fails rather than to give a part when a page %s', async (_name, number, expected) => {
    const em = await startEm({
      'GET /api/failoverPlans': ok(
        `<FailoverPlans ${NS}>${PLAN}<PagingInfo ${number} PageSize="100" PagesCount="9"/></FailoverPlans>`,
      ),
    });

    const error = await clientError(em.client.listFailoverPlans());

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain(expected);
    expect(paths(em.server)).toHaveLength(2);
  });

  it('reads on where two pages hold the same, and say that they are two', async () => {
    const em = await startEm({
      'GET /api/failoverPlans': (request) =>
        ok(
          `<FailoverPlans ${NS}>${plan(pageOf(request) === 3 ? 2 : 1, 'P')}<PagingInfo PageNum="${pageOf(request)}" PageSize="100" PagesCount="3"/></FailoverPlans>`,
        ),
    });

    const plans = await em.client.listFailoverPlans();

    expect(plans).toHaveLength(2);
  });

  it('refuses a list of absurd length', async () => {
    const em = await startEm({
      'GET /api/failoverPlans': ok(
        `<FailoverPlans ${NS}>${PLAN}<PagingInfo PageNum="1" PageSize="100" PagesCount="201"/></FailoverPlans>`,
      ),
    });

    const error = await clientError(em.client.listFailoverPlans());

    expect(error.kind).toBe('undecodable');
  });

  it('takes an empty list for empty', async () => {
    const em = await startEm({ 'GET /api/failoverPlans': ok(`<FailoverPlans ${NS}/>`) });

    const plans = await em.client.listFailoverPlans();

    expect(plans).toEqual([]);
  });

  it.each([
    ['nothing', `<QueryResult ${NS}/>`, 'holds no Entities'],
    [
      'resources',
      `<QueryResult ${NS}><Resources><Tasks/></Resources></QueryResult>`,
      'no Entities',
    ],
    ['a misnamed list', `<QueryResult ${NS}><Entity/></QueryResult>`, '<Entity> came where'],
    ['words', `<FailoverPlans ${NS}>try later</FailoverPlans>`, 'text came where a list'],
    ['words for entities', `<QueryResult ${NS}><Entities>x</Entities></QueryResult>`, 'text came'],
    ['an unknown entry', `<FailoverPlans ${NS}><Plan/></FailoverPlans>`, '<Plan> came where'],
  ])('does not take %s for an empty list', async (_name, body, expected) => {
    const em = await startEm({ 'GET /api/failoverPlans': ok(body) });

    const error = await clientError(em.client.listFailoverPlans());

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain(expected);
  });

  it.each([
    ['no list', `<QueryResult ${NS}><PagingInfo PagesCount="0"/></QueryResult>`],
    ['an empty list', `<QueryResult ${NS}><Entities/></QueryResult>`],
    ['empty references', `<QueryResult ${NS}><Refs/></QueryResult>`],
  ])('takes a query without results for an empty list, though it has %s', async (_name, body) => {
    const em = await startEm({ 'GET /api/failoverPlans': ok(body) });

    await expect(em.client.listFailoverPlans()).resolves.toEqual([]);
  });

  it.each([
    ['references', 'em-failoverplans-list-one-ref.xml'],
    ['query references', 'em-query-failoverplan-refs.xml'],
    ['references to sessions', 'em-cloudfailoversessions-list-one-ref.xml'],
    ['tasks', 'em-tasks-list.xml'],
    ['sessions', 'em-query-cloudfailoversession-failed-entities.xml'],
  ])('does not take a list of %s for an empty one', async (_name, file) => {
    const em = await startEm({ 'GET /api/failoverPlans': ok(sample(file)) });

    const error = await clientError(em.client.listFailoverPlans());

    expect(error.kind).toBe('undecodable');
  });

  it('filters by name and by backup server', async () => {
    const em = await startEm({
      'GET /api/failoverPlans': ok(
        `<FailoverPlans ${NS}>${plan(1, 'A')}${plan(2, 'B')}</FailoverPlans>`,
      ),
    });

    const named = await em.client.listFailoverPlans({
      name: 'B',
      backupServer: 'SRV02.tech.local',
    });
    const elsewhere = await em.client.listFailoverPlans({ name: 'B', backupServer: 'srv03' });

    expect(named.map(({ name }) => name)).toEqual(['B']);
    expect(elsewhere).toEqual([]);
  });

  it('filters cloud plans by tenant', async () => {
    const em = await startEm({
      'GET /api/cloud/cloudFailoverPlans': ok(
        `<CloudFailoverPlans ${NS}>${CLOUD_PLAN}</CloudFailoverPlans>`,
      ),
    });

    const own = await em.client.listCloudFailoverPlans({ tenant: 'ABC Company' });
    const other = await em.client.listCloudFailoverPlans({ tenant: 'QWE Systems' });

    expect([own.length, other.length]).toEqual([1, 0]);
  });
});

describe('reading one resource', () => {
  it('stays on the configured host, whatever the Hrefs say', async () => {
    const other = await startServer(() => ok(PLAN));
    const em = await startEm({
      [`GET /api/failoverPlans/${PLAN_ID}`]: ok(
        PLAN.replaceAll('https://localhost:9398', other.url),
      ),
    });

    const found = await em.client.getFailoverPlan(PLAN_ID);

    expect(found.id).toBe(PLAN_ID);
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('does not take another plan for the answer', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const em = await startEm({ [`GET /api/failoverPlans/${id}`]: ok(PLAN) });

    const error = await clientError(em.client.getFailoverPlan(id));

    expect(error.kind).toBe('undecodable');
  });

  it('encodes an id that is none', async () => {
    const em = await startEm({});

    const error = await clientError(em.client.getFailoverPlan('../tasks?x=1'));

    expect(error).toMatchObject({ kind: 'refused', status: 404 });
    expect(paths(em.server)).toEqual(['/api/failoverPlans/..%2Ftasks%3Fx%3D1?format=Entity']);
  });

  it('reads a session and a restore session', async () => {
    const em = await startEm({
      'GET /api/cloud/failoverSessions/a986d473-0248-4884-9832-17ec982ee393': ok(SESSION),
      'GET /api/restoreSessions/676dc837-f441-4ac1-8470-15be06b4cffc': ok(
        sample('em-restoresession-stopped-success.xml'),
      ),
    });

    const cloud = await em.client.getCloudFailoverSession(
      'A986D473-0248-4884-9832-17ec982ee393'.toLowerCase(),
    );
    const restore = await em.client.getRestoreSession('676dc837-f441-4ac1-8470-15be06b4cffc');

    expect([cloud.state, restore.machine]).toEqual(['Working', 'srv04']);
  });
});

describe('listing the sessions of a cloud plan', () => {
  const filter = { planName: NAME, backupServerId: SERVER_ID, since: '2020-05-06T00:00:00Z' };

  it('asks the query service, quoted and encoded', async () => {
    const em = await startEm({ 'GET /api/query': ok(queryResult('CloudFailoverSessions', [])) });

    await em.client.listCloudFailoverSessions({ ...filter, planName: 'A "b" & c; d' });

    expect(paths(em.server)).toEqual([
      '/api/query?type=CloudFailoverSession&format=Entities' +
        '&filter=Name==%22A%20%22%22b%22%22%20%26%20c%3B%20d%22%3BCreationTime%3E=2020-05-06T00%3A00%3A00.000Z' +
        '&sortDesc=CreationTime&pageSize=100&page=1',
    ]);
  });

  it('gives them newest first, and only those that match', async () => {
    const em = await startEm({
      'GET /api/query': ok(
        queryResult('CloudFailoverSessions', [
          session(1, '2020-05-06T01:00:00Z'),
          session(2, '2020-05-06T03:00:00.5Z'),
          session(3, '2020-05-06T04:00:00Z', [[NAME, 'Another plan']]),
          session(4, '2020-05-06T04:00:00Z', [[SERVER_ID, PLAN_ID]]),
          session(5, '2020-05-05T23:59:59Z'),
          session(6, '2020-05-06T04:00:00Z', [['>FailoverPlan<', '>UndoPlan<']]),
        ]),
      ),
    });

    const sessions = await em.client.listCloudFailoverSessions(filter);

    expect(sessions.map(({ createdAt }) => createdAt)).toEqual([
      '2020-05-06T03:00:00.500Z',
      '2020-05-06T01:00:00.000Z',
    ]);
  });

  it('keeps a session that names no backup server', async () => {
    const em = await startEm({
      'GET /api/query': ok(
        queryResult('CloudFailoverSessions', [
          session(1, '2020-05-06T01:00:00Z', [['Rel="Up"', 'Rel="Other"']]),
        ]),
      ),
    });

    const sessions = await em.client.listCloudFailoverSessions(filter);

    expect(sessions).toHaveLength(1);
  });

  it.each([403, 404, 405])('falls back to the collection at %i', async (status) => {
    const em = await startEm({
      'GET /api/query': { status },
      'GET /api/cloud/failoverSessions': ok(
        `<CloudFailoverSessions ${NS}>${SESSION}</CloudFailoverSessions>`,
      ),
    });

    const sessions = await em.client.listCloudFailoverSessions(filter);

    expect(sessions).toHaveLength(1);
  });

  it('does not fall back when the query service fails', async () => {
    const em = await startEm({ 'GET /api/query': { status: 500 } });

    const error = await clientError(em.client.listCloudFailoverSessions(filter));

    expect(error.kind).toBe('unclear');
    expect(askedPaths(em.server)).toHaveLength(1);
  });
});

describe('other lists', () => {
  it('gives restore sessions since a time', async () => {
    const em = await startEm({
      'GET /api/query': ok(
        queryResult('RestoreSessions', [sample('em-restoresession-stopped-success.xml')]),
      ),
    });

    const found = await em.client.listRestoreSessions({ since: '2014-10-19T00:00:00Z' });
    const later = await em.client.listRestoreSessions({ since: '2014-10-20T00:00:00Z' });

    expect([found.length, later.length]).toEqual([1, 0]);
    expect(paths(em.server)[0]).toBe(
      '/api/query?type=RestoreSession&format=Entities' +
        '&filter=CreationTime%3E=2014-10-19T00%3A00%3A00.000Z&sortDesc=CreationTime&pageSize=100&page=1',
    );
  });

  it('asks for the restore sessions that run or ended lately, in big pages', async () => {
    const em = await startEm({ 'GET /api/query': ok(queryResult('RestoreSessions', [])) });

    await em.client.listRestoreSessions({
      since: '2014-10-19T00:00:00Z',
      endedSince: '2014-10-19T05:00:00Z',
    });
    await em.client.listRestoreSessions({ since: null, machine: 'web 01' });

    expect(paths(em.server)).toEqual([
      '/api/query?type=RestoreSession&format=Entities' +
        '&filter=CreationTime%3E=2014-10-19T00%3A00%3A00.000Z' +
        '%3B(State!=Stopped%2CEndTime%3E=2014-10-19T05%3A00%3A00.000Z)' +
        '&sortDesc=CreationTime&pageSize=1000&page=1',
      '/api/query?type=RestoreSession&format=Entities' +
        '&filter=VmDisplayName==%22web%2001%22&sortDesc=CreationTime&pageSize=100&page=1',
    ]);
  });

  it('gives cloud replica points of some states', async () => {
    const point = sample('em-cloudvmreplicapoint-entity-ready.xml');
    const em = await startEm({
      'GET /api/query': ok(queryResult('CloudVmReplicaPoints', [point])),
    });

    const ready = await em.client.listCloudReplicaPoints({ states: ['Ready', 'Failback'] });
    const failedOver = await em.client.listCloudReplicaPoints({ states: ['Failover'] });

    expect(ready).toEqual([
      {
        id: '93081441-6e3c-4584-b47a-08dc1ce24f84',
        machine: 'srv39',
        replicaId: '6b2b42d5-3850-421c-93c1-e063f12a2ead',
        replicaName: 'UCM Company CRM Replication',
        backupServerId: '8fff3b8e-c3f1-4ef5-aecc-561f07bf9982',
        state: 'Ready',
        createdAt: '2015-12-25T20:00:47.000Z',
      },
    ]);
    expect(failedOver).toEqual([]);
    expect(paths(em.server)[0]).toContain('filter=(State==%22Ready%22%2CState==%22Failback%22)');
  });
});

describe('listing sessions beside those of other plans', () => {
  const filter = { planName: NAME, backupServerId: SERVER_ID, since: null };

  it('does not stumble over a state of another plan that it does not know', async () => {
    const foreign = session(1, '2020-05-06T20:29:45.077Z', [
      [NAME, 'Another plan'],
      ['<State>Working</State>', '<State>Pausing</State>'],
    ]);
    const own = session(2, '2020-05-06T20:29:45.077Z');
    const em = await startEm({
      'GET /api/query': () => ok(queryResult('CloudFailoverSessions', [foreign, own])),
    });

    const sessions = await em.client.listCloudFailoverSessions(filter);

    expect(sessions.map(({ name }) => name)).toEqual([NAME]);
  });

  it('still names a state of its own plan that it does not know', async () => {
    const own = session(2, '2020-05-06T20:29:45.077Z', [
      ['<State>Working</State>', '<State>Pausing</State>'],
    ]);
    const em = await startEm({
      'GET /api/query': () => ok(queryResult('CloudFailoverSessions', [own])),
    });

    const error = await clientError(em.client.listCloudFailoverSessions(filter));

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain('Pausing');
  });

  it('reads on where a page holds nothing of its plan', async () => {
    const foreign = (index: number) =>
      session(index, '2020-05-06T20:29:45.077Z', [[NAME, 'Another plan']]);
    const pages = [foreign(1), foreign(2), session(3, '2020-05-06T20:29:45.077Z')];
    const em = await startEm({
      'GET /api/query': (request) => {
        const page = pageOf(request);
        return ok(queryResult('CloudFailoverSessions', [pages[page - 1] ?? ''], page, 3));
      },
    });

    const sessions = await em.client.listCloudFailoverSessions(filter);

    expect(sessions).toHaveLength(1);
  });

  it('does not pass over a session without a name', async () => {
    const own = session(1, '2020-05-06T20:29:45.077Z', [[` Name="${NAME}" UID`, ' UID']]);
    const em = await startEm({
      'GET /api/query': () => ok(queryResult('CloudFailoverSessions', [own])),
    });

    const error = await clientError(em.client.listCloudFailoverSessions(filter));

    expect(error.message).toContain('CloudFailoverSession@Name is missing');
  });
});
