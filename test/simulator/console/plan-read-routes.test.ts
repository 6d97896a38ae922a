import { describe, expect, it } from '@jest/globals';

import { sample } from '../shape.js';
import { consoleScenario, PLANS, SERVERS, startConsoleLab, withJson } from './console-lab.js';

interface List {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly meta: { readonly pagingInfo: object };
}

function firstKeys(json: unknown): readonly string[] {
  return Object.keys((json as List).data[0] ?? {});
}

describe('the list of plans', () => {
  it('has the members of the published sample, in their order', async () => {
    const { call } = await startConsoleLab();

    const { body } = await call(PLANS);

    expect(firstKeys(body)).toEqual(firstKeys(JSON.parse(sample('vspc-failoverplans-list.json'))));
    expect(Object.keys((body as List).meta.pagingInfo)).toEqual(['total', 'count', 'offset']);
  });

  it('has the ids under which Enterprise Manager knows the plans', async () => {
    const { call, truth } = await startConsoleLab();

    const { data } = (await call(PLANS)).body as List;

    expect(data.map(({ name, type, originalUid }) => [name, type, originalUid])).toEqual([
      ['ERP', 'Cloud', truth('ERP').id],
      ['Branch', 'Local', truth('Branch').id],
    ]);
    expect(data[0]?.['instanceUid']).not.toBe(truth('ERP').id);
  });

  it('has a cloud plan twice with one originalUid when the switch says so', async () => {
    const scenario = consoleScenario('switches: { listedTwice: true }');
    const { call, truth } = await startConsoleLab(scenario);

    const { data } = (await call(PLANS)).body as List;
    const twice = data.filter(({ originalUid }) => originalUid === truth('ERP').id);

    expect(twice.map(({ type }) => type)).toEqual(['Tenant', 'Cloud']);
    expect(new Set(twice.map(({ instanceUid }) => instanceUid)).size).toBe(2);
    expect(new Set(twice.map(({ backupServerUid }) => backupServerUid)).size).toBe(2);
  });

  it('leaves out what only Enterprise Manager sees, and has what only the Console does', async () => {
    const { call, lab } = await startConsoleLab(`
version: 1
console: { apiKeys: [{ key: k }] }
failoverPlans:
  - { name: E, seenBy: enterpriseManager, machines: [{ name: a }] }
  - { name: C, seenBy: console, machines: [{ name: b }] }
`);

    const { data } = (await call(PLANS)).body as List;
    const manager = await lab.get('/failoverPlans');

    expect(data.map(({ name }) => name)).toEqual(['C']);
    expect(manager).toContain('Name="E"');
    expect(manager).not.toContain('Name="C"');
    expect(await lab.get('/vmReplicaPoints')).not.toContain('Name="b@');
  });

  it('of a server has that server’s plans only', async () => {
    const scenario = consoleScenario('switches: { listedTwice: true }');
    const { call, row } = await startConsoleLab(scenario);

    const uid = row('ERP', 'Tenant').backupServerUid;
    const { body } = await call(`${SERVERS}/${uid}/failoverplans`);

    expect((body as List).data).toMatchObject([{ name: 'ERP', type: 'Tenant' }]);
  });

  it('of an unknown server is 404', async () => {
    const { call } = await startConsoleLab();

    const { status, body } = await call(
      `${SERVERS}/00000000-0000-4000-8000-000000000000/failoverplans`,
    );

    expect(status).toBe(404);
    expect(body).toMatchObject({ errors: [{ type: 'logical', code: 404 }] });
  });
});

describe('one plan', () => {
  it('has the shape of the published sample, without meta', async () => {
    const { call, row } = await startConsoleLab();

    const { body } = await call(`${PLANS}/${row('Branch').instanceUid}`);

    const expected = JSON.parse(sample('vspc-failoverplan-inundoprogress.json')) as {
      readonly data: object;
    };
    expect(Object.keys(body as object)).toEqual(['data']);
    expect(Object.keys((body as { readonly data: object }).data)).toEqual(
      Object.keys(expected.data),
    );
  });

  it('has no lastSession for a caller older than 3.6.1', async () => {
    const { call, row } = await startConsoleLab();

    const { body } = await call(`${PLANS}/${row('Branch').instanceUid}`, {
      headers: { 'x-client-version': '3.6' },
    });

    expect(JSON.stringify(body)).not.toContain('lastSession');
  });

  it('can be reduced to what is selected', async () => {
    const { call, row } = await startConsoleLab();

    const select = [{ propertyPath: 'name' }, { propertyPath: 'status' }];
    const { body } = await call(withJson(`${PLANS}/${row('ERP').instanceUid}`, 'select', select));

    expect(body).toEqual({ data: { name: 'ERP', status: 'Ready' } });
  });
});

describe('objects', () => {
  it.each([
    ['all', `${PLANS}/objects`, 'vspc-failoverplan-objects-all.json'],
    ['of a server', null, 'vspc-failoverplan-objects-by-server.json'],
    ['of a plan', null, 'vspc-failoverplan-objects.json'],
  ])('%s have the members of the published sample', async (which, path, file) => {
    const { call, row } = await startConsoleLab();
    const { instanceUid, backupServerUid } = row('ERP');
    const below =
      which === 'of a plan'
        ? `${PLANS}/${instanceUid}/objects`
        : `${SERVERS}/${backupServerUid}/failoverplans/objects`;

    const { body } = await call(path ?? below);

    expect(firstKeys(body)).toEqual(firstKeys(JSON.parse(sample(file))));
  });

  it('have another instanceUid in each list, and the same planUid and name', async () => {
    const { call, row } = await startConsoleLab();
    const { instanceUid } = row('ERP');

    const [all, own] = await Promise.all([
      call(`${PLANS}/objects`),
      call(`${PLANS}/${instanceUid}/objects`),
    ]);
    const [a, b] = [(all.body as List).data[0], (own.body as List).data[0]];

    expect(a?.['instanceUid']).not.toBe(b?.['instanceUid']);
    expect([a?.['planUid'], a?.['name']]).toEqual([b?.['planUid'], b?.['name']]);
  });

  it('come page by page, a thousand of them', async () => {
    const machines = Array.from({ length: 1000 }, (_, n) => `{ name: vm${n} }`).join(', ');
    const { call } = await startConsoleLab(
      `version: 1\nconsole: { apiKeys: [{ key: k }] }\nfailoverPlans: [{ name: P, machines: [${machines}] }]`,
    );

    const { body } = await call(`${PLANS}/objects?limit=500&offset=700`);

    expect((body as List).meta.pagingInfo).toEqual({ total: 1000, count: 300, offset: 700 });
    expect((body as List).data.at(-1)).toMatchObject({ name: 'vm999' });
  });
});
