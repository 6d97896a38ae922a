// The samples of lists and entities are the examples of the vendor's pages /cdpReplicas,
// /cdpReplicas/{ID}, /cdpReplicas/{ID}/vms, /cdpReplica/vApps and /cdpReplica/vApps/{ID} (13.0, 13.1),
// lists cut to their first entry.
import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { accepted, ok, paths, startEm } from './em-server.js';

const POLICY_ID = '24ae37ad-4d28-4568-8467-98d8770bb722';
const VM_ID = 'ed0f3277-e847-4b24-a0d2-549baaffe384';
const VAPP_ID = '4d408966-827f-4142-811f-90be94c842a9';
const ENTITY = sample('em-cdpreplica-entity.xml').replaceAll(
  '7665222c-2e99-4a3f-b892-1827ba8d1eee',
  POLICY_ID,
);
const FAILOVER_VM = `POST /api/cdpReplicas/${POLICY_ID}/vms/${VM_ID}`;
const VM = { replicaId: POLICY_ID, id: VM_ID };
const STARTED = accepted(sample('em-task-cdpfailover-running.xml'));
const TIME = '2021-02-17T16:31:40+01:00';

describe('listing CDP replicas', () => {
  it('gives machines with their policy, and vApps', async () => {
    const em = await startEm({
      'GET /api/cdpReplicas': ok(sample('em-cdpreplicas-list.xml')),
      [`GET /api/cdpReplicas/${POLICY_ID}`]: ok(ENTITY),
      [`GET /api/cdpReplicas/${POLICY_ID}/vms`]: ok(sample('em-cdpreplicavms-list.xml')),
      'GET /api/cdpReplica/vApps': ok(sample('em-vappcdpreplicas-list.xml')),
      [`GET /api/cdpReplica/vApps/${VAPP_ID}`]: ok(sample('em-vappcdpreplica-entity.xml')),
    });

    const found = await em.client.cdp.listCdpReplicas();

    expect(found).toEqual([
      {
        kind: 'vm',
        id: VM_ID,
        name: 'virt03-ubuntu01',
        replicaId: POLICY_ID,
        policyId: 'a3f2bc1b-b9d2-4c07-b15e-eefad1ba8701',
        policyName: 'CDP Policy 2',
        backupServerId: 'cca0b96b-4924-4461-8899-b831bc00176e',
        backupServerName: 'enterprise03.tech.local',
      },
      {
        kind: 'vApp',
        id: VAPP_ID,
        name: 'vApp02',
        policyId: '8846d24b-d12f-4b7a-94e2-8c78241b841e',
        policyName: 'CDP Policy Cloud Director',
        backupServerId: 'e7b45d02-9017-4773-9398-ccb4f0f336df',
        backupServerName: 'backupsrv52.tech.local',
      },
    ]);
  });

  it('does not take another list for an empty one', async () => {
    const em = await startEm({ 'GET /api/cdpReplicas': ok(sample('em-tasks-list.xml')) });

    const error = await clientError(em.client.cdp.listCdpReplicas());

    expect(error.kind).toBe('undecodable');
  });

  it('does not take a policy for a machine', async () => {
    const em = await startEm({
      'GET /api/cdpReplicas': ok(sample('em-cdpreplicas-list.xml')),
      [`GET /api/cdpReplicas/${POLICY_ID}`]: ok(ENTITY),
      [`GET /api/cdpReplicas/${POLICY_ID}/vms`]: ok(sample('em-cdpreplicas-list.xml')),
    });

    const error = await clientError(em.client.cdp.listCdpReplicas());

    expect(error.message).toContain('"CdpReplicaReference" is not one of CdpReplicaVm');
  });
});

describe('the intervals of a CDP replica', () => {
  it('are asked for in JSON, and read from XML', async () => {
    const em = await startEm({ [FAILOVER_VM]: ok(sample('em-cdpreplicaintervals.xml')) });

    const intervals = await em.client.cdp.cdpIntervals(
      { kind: 'vm', ...VM },
      { from: '2023-02-16T16:57:44Z', to: '2023-02-17T16:57:44Z' },
    );

    expect(intervals).toMatchObject({
      from: '2023-02-16T16:57:44.000Z',
      to: '2023-02-17T16:57:44.000Z',
      hasConsistentPoint: true,
    });
    expect(intervals.intervals[0]).toEqual({
      from: '2023-02-17T07:01:25.000Z',
      to: '2023-02-17T07:01:30.000Z',
      rpo: 5,
      type: 'RestoreAvailable',
    });
    expect(intervals.points.map(({ at }) => at)).toEqual([
      '2023-02-16T23:00:49.000Z',
      '2023-02-17T07:01:21.000Z',
      '2023-02-17T15:00:47.000Z',
    ]);
    expect(em.server.requests[1]).toMatchObject({
      url: `/api/cdpReplicas/${POLICY_ID}/vms/${VM_ID}?action=intervals`,
      body: '{"StartDate":"2023-02-16T16:57:44.000Z","EndDate":"2023-02-17T16:57:44.000Z"}',
    });
    expect(em.server.requests[1]?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
    });
  });
});

describe('failing a CDP replica over', () => {
  const xml = (inner: string) =>
    `<CdpFailoverStartSpec xmlns="http://www.veeam.com/ent/v1.0">${inner}</CdpFailoverStartSpec>`;

  it.each([
    [
      { kind: 'current' },
      '<RestoreCurrent>true</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>',
    ],
    [
      { kind: 'currentVss' },
      '<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>true</RestoreCurrentVss>',
    ],
    [
      { kind: 'interval', time: TIME },
      '<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>' +
        '<RestoreAtInterval>2021-02-17T15:31:40.000Z</RestoreAtInterval>',
    ],
    [
      { kind: 'pointInTime', time: TIME },
      '<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>' +
        '<RestoreAtPointInTime>2021-02-17T15:31:40.000Z</RestoreAtPointInTime>',
    ],
  ] as const)('sends the elements of %j in the order of the schema', async (spec, expected) => {
    const em = await startEm({ [FAILOVER_VM]: STARTED });

    const task = await em.client.cdp.failoverCdpVm(VM, spec);

    expect(task).toMatchObject({ operation: 'StartFailover', state: 'Running', related: null });
    expect(em.server.requests[1]).toMatchObject({
      url: `/api/cdpReplicas/${POLICY_ID}/vms/${VM_ID}?action=failover`,
      body: xml(expected),
    });
  });

  it('sends the members of the JSON example on that wire', async () => {
    const em = await startEm({ [FAILOVER_VM]: STARTED }, { wire: 'json' });

    await em.client.cdp.failoverCdpVm(VM, { kind: 'pointInTime', time: TIME });

    const names = Object.keys(JSON.parse(sample('em-request-cdp-failover.json')) as object);
    expect(Object.keys(JSON.parse(em.server.requests[1]?.body ?? '') as object)).toEqual(names);
  });

  it('finds vApps below cdpReplica, without an s', async () => {
    const em = await startEm({ [`POST /api/cdpReplica/vApps/${VAPP_ID}`]: STARTED });

    await em.client.cdp.failoverCdpVApp(VAPP_ID, { kind: 'current' });

    expect(paths(em.server)).toEqual([`/api/cdpReplica/vApps/${VAPP_ID}?action=failover`]);
  });

  it('refuses a time without an offset before anything is sent', async () => {
    const em = await startEm({ [FAILOVER_VM]: STARTED });

    const failing = em.client.cdp.failoverCdpVm(VM, { kind: 'interval', time: '2021-02-17T15:31' });

    await expect(failing).rejects.toThrow('is not a time with an offset');
    expect(em.server.requests).toEqual([]);
  });
});
