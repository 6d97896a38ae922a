import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import type { SeenRequest } from '../test-server.js';
import { asked, KEY, ok, PLANS, ROOT, startSpc } from './spc-server.js';

const PLAN_ID = '7c5a77ac-6931-3c53-db78-eee46dfa64ca';
const SERVER_ID = 'd83442bc-03fc-469b-be4e-f0761bfc9ddd';
const SERVERS = `${ROOT}/infrastructure/backupServers`;
const LIST = JSON.parse(sample('vspc-failoverplans-list.json')) as { data: object[] };
const PLAN = (JSON.parse(sample('vspc-failoverplan-inundoprogress.json')) as { data: object }).data;

function query(request: SeenRequest | undefined): Record<string, unknown> {
  const { searchParams } = new URL(request?.url ?? '', 'http://x');

  return Object.fromEntries(
    [...searchParams].map(([name, value]) => [name, JSON.parse(value) as unknown]),
  );
}

function page(data: readonly object[], offset: number, total: number): object {
  return { data, meta: { pagingInfo: { total, count: data.length, offset } } };
}

function numbered(index: number): object {
  const instanceUid = `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;

  return { ...PLAN, instanceUid, name: `Plan ${index}` };
}

describe('listing plans', () => {
  it('reads what the Console says of them', async () => {
    const spc = await startSpc({ [`GET ${PLANS}`]: ok(LIST) });

    const plans = await spc.client.listFailoverPlans();

    expect(plans).toHaveLength(4);
    expect(plans[2]).toEqual({
      planId: 'c6219755-4027-be2e-2851-8fb87e400dbb',
      originalUid: '2e46894a-2ec7-42e5-b036-bb0f08892f52',
      backupServerUid: 'e48b073a-cf2e-42d2-bf3d-3eb8d2c32429',
      name: 'CloudFailoverPlan',
      type: 'Cloud',
      status: 'Ready',
      tenantUid: null,
      objectsCount: 1,
      preFailoverCommand: null,
      postFailoverCommand: null,
      lastSession: null,
    });
  });

  it('sends the key, the version, and asks for full pages in a steady order', async () => {
    const spc = await startSpc({ [`GET ${PLANS}`]: ok(LIST) });

    await spc.client.listFailoverPlans();

    const [request] = spc.server.requests;
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'x-client-version': '3.6.1',
      accept: 'application/json',
    });
    expect(query(request)).toEqual({
      sort: [{ property: 'instanceUid', direction: 'ascending', collation: 'ordinal' }],
      limit: 500,
      offset: 0,
    });
  });

  it('asks for a name and a type, and leaves out what does not match all the same', async () => {
    const spc = await startSpc({ [`GET ${PLANS}`]: ok(LIST) });

    const plans = await spc.client.listFailoverPlans({ name: 'CloudFailoverPlan', type: 'Cloud' });

    expect(plans.map(({ type }) => type)).toEqual(['Cloud']);
    expect(query(spc.server.requests[0])['filter']).toEqual([
      {
        operation: 'and',
        items: [
          {
            property: 'name',
            operation: 'equals',
            collation: 'ordinal',
            value: 'CloudFailoverPlan',
          },
          { property: 'type', operation: 'equals', value: 'Cloud' },
        ],
      },
    ]);
  });

  it('reads the plans of one backup server by its uid', async () => {
    const spc = await startSpc({
      [`GET ${SERVERS}/${SERVER_ID}/failoverplans`]: ok(
        sample('vspc-failoverplans-by-server.json'),
      ),
    });

    const plans = await spc.client.listFailoverPlans({ backupServer: SERVER_ID.toUpperCase() });

    expect(plans).toHaveLength(2);
  });

  it('finds a backup server by its name', async () => {
    const spc = await startSpc({
      [`GET ${SERVERS}`]: ok(
        page(
          [
            { instanceUid: SERVER_ID, name: 'SRV13.tech.local' },
            { instanceUid: PLAN_ID, name: 'srv14.tech.local' },
          ],
          0,
          2,
        ),
      ),
      [`GET ${SERVERS}/${SERVER_ID}/failoverplans`]: ok(
        sample('vspc-failoverplans-by-server.json'),
      ),
    });

    const plans = await spc.client.listFailoverPlans({ backupServer: 'srv13.tech.local' });

    expect(plans).toHaveLength(2);
    expect(spc.server.requests).toHaveLength(2);
  });

  it('follows the pages to the end', async () => {
    const all = Array.from({ length: 1_001 }, (_, index) => numbered(index));
    const spc = await startSpc({
      [`GET ${PLANS}`]: (request) => {
        const offset = query(request)['offset'] as number;
        return ok(page(all.slice(offset, offset + 500), offset, all.length));
      },
    });

    const plans = await spc.client.listFailoverPlans();

    expect(plans).toHaveLength(1_001);
    expect(spc.server.requests).toHaveLength(3);
  });

  it.each([
    [
      'that does not say how long it is',
      { data: Array.from({ length: 500 }, (_, i) => numbered(i)) },
      'and may have more',
    ],
    [
      'with more entries than it tells',
      page([numbered(1), numbered(2)], 0, 1),
      '2 entries where it tells 1',
    ],
    [
      'with one plan told in two ways',
      page([numbered(1), { ...numbered(1), status: 'Failed' }], 0, 2),
      'is told in two ways',
    ],
    ['with a page of another place', page([], 500, 500), 'pagingInfo.offset is 500 where 0'],
  ])('refuses a list %s', async (_name, body, expected) => {
    const spc = await startSpc({ [`GET ${PLANS}`]: ok(body) });

    const error = await clientError(spc.client.listFailoverPlans());

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain(expected);
  });

  it('refuses a list that changed while it was read', async () => {
    const spc = await startSpc({
      [`GET ${PLANS}`]: [ok(page([numbered(1)], 0, 2)), ok(page([numbered(1)], 1, 2))],
    });

    const error = await clientError(spc.client.listFailoverPlans());

    expect(error.message).toContain('came again: the list changed meanwhile');
  });

  it.each([
    ['that repeats a page', page([numbered(1)], 0, 2), 'pagingInfo.offset is 0 where 1 was asked'],
    ['that ends too early', page([], 1, 2), 'the list ends at 1 of 2 entries'],
  ])('refuses a list %s rather than to give a part', async (_name, second, expected) => {
    const spc = await startSpc({ [`GET ${PLANS}`]: [ok(page([numbered(1)], 0, 2)), ok(second)] });

    const error = await clientError(spc.client.listFailoverPlans());

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain(expected);
  });

  it('refuses a list of absurd length', async () => {
    const spc = await startSpc({ [`GET ${PLANS}`]: ok(page([numbered(1)], 0, 20_001)) });

    const error = await clientError(spc.client.listFailoverPlans());

    expect(error.message).toContain('the list has 20001 entries, more than 20000');
  });
});

describe('reading a plan', () => {
  const reading = (changes: object) =>
    startSpc({ [`GET ${PLANS}/${PLAN_ID}`]: ok({ data: { ...PLAN, ...changes } }) });

  it('gives its last session', async () => {
    const spc = await reading({
      lastSession: {
        instanceUid: '0AA01E36-32A3-4095-95FA-09A2AF744009',
        endTime: '2025-08-14T12:31:30.1234567+02:00',
        status: 'Warning',
        message: 'One machine is late',
        detailedMessages: [],
      },
    });

    const plan = await spc.client.getFailoverPlan(PLAN_ID);

    expect(plan.lastSession).toEqual({
      id: '0aa01e36-32a3-4095-95fa-09a2af744009',
      endedAt: '2025-08-14T10:31:30.123Z',
      status: 'Warning',
      message: 'One machine is late',
    });
  });

  it('takes Unknown for a status', async () => {
    const spc = await reading({ status: 'Unknown' });

    const plan = await spc.client.getFailoverPlan(PLAN_ID);

    expect(plan.status).toBe('Unknown');
  });

  it.each([
    [{ status: 'Dreaming' }, 'FailoverPlan.status "Dreaming" is not one of'],
    [{ type: 'Local2' }, 'FailoverPlan.type "Local2" is not one of'],
    [{ instanceUid: SERVER_ID }, `planId "${SERVER_ID}" came where "${PLAN_ID}" was asked for`],
    [{ name: null }, 'data.name is missing'],
    [{ objectsCount: '1' }, 'data.objectsCount is not a whole number'],
    [{ originalUid: 'x' }, 'data.originalUid "x" is not a uuid'],
    [{ lastSession: [] }, 'data.lastSession is not an object'],
  ])('refuses %j', async (changes, expected) => {
    const spc = await reading(changes);

    const error = await clientError(spc.client.getFailoverPlan(PLAN_ID));

    expect(error.kind).toBe('undecodable');
    expect(error.message).toContain(expected);
  });
});

describe('the machines of a plan', () => {
  it('are read with the session of their last failover, other plans left out', async () => {
    const body = JSON.parse(sample('vspc-failoverplan-objects.json')) as { data: object[] };
    const restoreSession = {
      instanceUid: '0aa01e36-32a3-4095-95fa-09a2af744009',
      backupStatus: 'Running',
      restorePointUid: null,
      restorePointDateTime: '2025-08-14T10:00:00Z',
      startDateTime: '2025-08-14T12:31:30Z',
      endDateTime: null,
    };
    const [first, second] = body.data;
    const foreign = { ...second, planUid: SERVER_ID, name: 'foreign' };
    const data = [{ ...first, restoreSession }, { ...second }, foreign];
    const spc = await startSpc({ [`GET ${PLANS}/${PLAN_ID}/objects`]: ok(page(data, 0, 3)) });

    const objects = await spc.client.listPlanObjects(PLAN_ID);

    expect(objects.map(({ name }) => name)).toEqual(['ivz10copy2', 'BackupJob2']);
    expect(objects[0]?.restoreSession).toEqual({
      id: '0aa01e36-32a3-4095-95fa-09a2af744009',
      status: 'Running',
      restorePointTime: '2025-08-14T10:00:00.000Z',
      startedAt: '2025-08-14T12:31:30.000Z',
      endedAt: null,
    });
    expect(objects[1]?.restoreSession).toBeNull();
  });
});

describe('who and what', () => {
  it('gives the user and its role', async () => {
    const spc = await startSpc({ [`GET ${ROOT}/users/me`]: ok(sample('vspc-user-me.json')) });

    const user = await spc.client.currentUser();

    expect(user).toEqual({ userName: 'VSPC1\\Administrator', role: 'PortalAdministrator' });
  });

  it('gives the version and the clock', async () => {
    const spc = await startSpc({
      [`GET ${ROOT}/about`]: {
        status: 200,
        body: '{"data":{"serverVersion":"9.1.0.30345"}}',
        headers: { Date: 'Fri, 21 Nov 2025 10:00:00 GMT' },
      },
    });

    const about = await spc.client.about();

    expect(about).toEqual({ version: '9.1.0.30345', serverTime: '2025-11-21T10:00:00.000Z' });
    expect(asked(spc.server)).toEqual([`GET ${ROOT}/about`]);
  });

  it('gives an async action', async () => {
    const id = '07a760e9-6ecf-4121-bfd4-ee514ef9b3ef';
    const spc = await startSpc({
      [`GET ${ROOT}/asyncActions/${id}`]: ok(sample('vspc-asyncaction-running.json')),
    });

    const action = await spc.client.getAsyncAction(id);

    expect(action).toEqual({ id, actionName: 'AssignPolicyOnBackupAgent', status: 'running' });
  });
});

describe('listing backup servers', () => {
  it('gives their ids and names, from all pages', async () => {
    const server = (index: number) => ({
      instanceUid: SERVER_ID.replace(/.$/, String(index)),
      name: `srv${index}`,
    });
    const spc = await startSpc({
      [`GET ${SERVERS}`]: [ok(page([server(1)], 0, 2)), ok(page([server(2)], 1, 2))],
    });

    const found = await spc.client.listBackupServers();

    expect(found.map(({ name }) => name)).toEqual(['srv1', 'srv2']);
    expect(query(spc.server.requests[0])).not.toHaveProperty('filter');
  });
});
