import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startBody } from '../../../clients/enterprise-manager/requests.js';
import { sample } from '../sample.js';
import { asRead, DECODERS, SAMPLES, SESSION } from './sample-decoders.js';

/** Answers without a decoder of the client's, and why they are kept. */
const NOT_READ: ReadonlyMap<string, string> = new Map([
  ['em-cloudconnectservice-tenant.xml', 'the simulator is compared with it'],
  ['em-cloudreplica-entity.xml', 'the simulator is compared with it'],
  ['em-cloudfailoversessions-list-one-ref.xml', 'lists.test.ts refuses it: references'],
  ['em-failoverplans-list-one-ref.xml', 'lists.test.ts refuses it: references'],
  ['em-query-failoverplan-refs.xml', 'lists.test.ts refuses it: references'],
  ['em-error-500.xml', 'failures.test.ts has its words'],
]);

it('reads each answer among the samples', () => {
  const answers = readdirSync(join(import.meta.dirname, '../../samples')).filter((name) =>
    /^em-(?!request-).*\.xml$/.test(name),
  );
  const read = new Set(SAMPLES.map(([file]) => file));

  expect(answers.filter((name) => !read.has(name)).sort()).toEqual([...NOT_READ.keys()].sort());
});

const CLOUD_SESSION = {
  type: 'CloudFailoverSession',
  id: 'a986d473-0248-4884-9832-17ec982ee393',
} as const;
const RESTORE_SESSION = {
  type: 'RestoreSession',
  id: '2abbd1f7-647a-46b7-9f39-6e84ea31802b',
} as const;
const STARTED = 'Data collection started. To view results, go to Sessions.';
const TRIGGERED = 'Job "SQL Server Replication" triggered to start.';

describe('the task', () => {
  it.each([
    ['cdpfailover-finished', 1, 'Finished', 'StartFailover', 'Ok', RESTORE_SESSION],
    ['cdpfailover-running', 1, 'Running', 'StartFailover', null, null],
    ['collectbackupserver-finished', 1, 'Finished', 'CollectingBackupServer', STARTED, null],
    ['deletecloudfailoverplan-finished', 1, 'Finished', 'DeleteCloudFailoverPlan', 'Ok', null],
    ['editfailoverplan-finished', 1, 'Finished', 'EditFailoverPlan', 'Ok', null],
    ['editfailoverplan-running', 1, 'Running', 'EditFailoverPlan', null, null],
    ['operationfinished', 2, 'OperationFinished', 'StartJob', 'OperationFinished', null],
    [
      'startcloudfailoverplan-finished',
      1,
      'Finished',
      'StartCloudFailoverPlan',
      'Ok',
      CLOUD_SESSION,
    ],
    ['startcloudfailoverplan-running', 1, 'Running', 'StartCloudFailoverPlan', null, null],
    ['startfailoverplan-finished', 1, 'Finished', 'StartFailoverPlan', 'Ok', null],
    ['startfailoverplan-running', 1, 'Running', 'StartFailoverPlan', null, null],
    ['startjob-finished', 3, 'Finished', 'StartJob', TRIGGERED, null],
    [
      'startreplicafailover-vapp-running-with-result',
      ...([1, 'Running', 'StartReplicaFailover', 'Ok', RESTORE_SESSION] as const),
    ],
    [
      'startreplicafailover-vm-finished',
      ...([1, 'Finished', 'StartReplicaFailover', 'Ok', RESTORE_SESSION] as const),
    ],
    [
      'testcloudfailoverplan-finished',
      1,
      'Finished',
      'StartCloudFailoverPlan',
      'Ok',
      CLOUD_SESSION,
    ],
    ['undocloudfailoverplan-finished', 1, 'Finished', 'UndoCloudFailoverPlan', 'Ok', null],
    ['undofailoverplan-finished', 1, 'Finished', 'UndoFailoverPlan', 'Ok', null],
    ['updatecloudfailoverplan-finished', 1, 'Finished', 'UpdateFailoverPlan', 'Ok', null],
    ['updatecloudfailoverplan-running', 1, 'Running', 'UpdateFailoverPlan', null, null],
  ] as const)('%s', (file, number, state, operation, message, related) => {
    expect(DECODERS.task(sample(`em-task-${file}.xml`))).toEqual({
      taskId: `task-${number}`,
      logonSessionId: SESSION,
      state,
      operation,
      success: message === null ? null : true,
      message,
      related,
    });
  });
});

const SQL_SERVER = 'ce15a8c7-aa49-495e-b05b-ee3398c91018';
const CDP_SERVER = {
  backupServerId: 'cca0b96b-4924-4461-8899-b831bc00176e',
  backupServerName: 'enterprise03.tech.local',
};
const VAPP_SERVER = {
  backupServerId: 'e7b45d02-9017-4773-9398-ccb4f0f336df',
  backupServerName: 'backupsrv52.tech.local',
};
const NO_POLICY = { policyId: null, policyName: null };

describe('the answer', () => {
  it('of a cloud failover plan', () => {
    expect(DECODERS.cloudFailoverPlan(sample('em-cloudfailoverplan-entity.xml'))).toEqual({
      kind: 'cloudFailoverPlan',
      id: 'e7ca6822-a87f-443d-8aae-8005970543bf',
      name: 'ABC Company Failover Plan',
      backupServerId: '8fff3b8e-c3f1-4ef5-aecc-561f07bf9982',
      backupServerName: '172.17.53.48',
      tenantId: 'b25f5f1d-a3c3-45ed-af23-9ef31a94dac7',
      tenantName: 'ABC Company',
      machines: [
        { name: 'srv38', order: 0 },
        { name: 'srv40', order: 1 },
      ],
    });
  });

  it('of a cloud failover session that is over', () => {
    const file = 'em-cloudfailoversession-stopped-success.xml';

    expect(DECODERS.cloudFailoverSession(sample(file))).toEqual({
      id: '475420ee-d045-4493-9869-0a970e08f6f9',
      name: 'ABC Company Failover Plan',
      jobType: 'FailoverPlan',
      backupServerId: '8fff3b8e-c3f1-4ef5-aecc-561f07bf9982',
      createdAt: '2015-12-07T17:38:16.000Z',
      endedAt: '2015-12-07T17:39:36.000Z',
      state: 'Stopped',
      result: 'Success',
      progress: 100,
      failureMessage: null,
      machines: [],
    });
  });

  it('of a query for failed sessions', () => {
    const file = 'em-query-cloudfailoversession-failed-entities.xml';

    expect(DECODERS.cloudFailoverSessionPage(sample(file))).toMatchObject({
      pagesCount: 1,
      items: [
        {
          id: '12295005-66e6-477d-a6d3-1401dd27476e',
          name: 'ABC Company Failover Plan',
          jobType: 'FailoverPlan',
          backupServerId: 'ca19249e-e638-421a-ab22-68cb89b9009a',
          createdAt: '2025-01-13T16:21:35.740Z',
          endedAt: '2025-01-13T16:23:16.110Z',
          state: 'Stopped',
          result: 'Failed',
          progress: 100,
          failureMessage: null,
          machines: [],
        },
      ],
    });
  });

  it('of a restore session', () => {
    const file = 'em-restoresession-stopped-success.xml';

    expect(DECODERS.restoreSession(sample(file))).toEqual({
      id: '676dc837-f441-4ac1-8470-15be06b4cffc',
      name: 'FLR_[srv04]@2014-10-19 05:59:18',
      jobType: 'FileLevelRestore',
      machine: 'srv04',
      backupServerId: SQL_SERVER,
      createdAt: '2014-10-19T05:59:18.000Z',
      endedAt: '2014-10-19T06:28:24.000Z',
      state: 'Stopped',
      result: 'Success',
      progress: 0,
    });
  });

  it.each([
    [
      'em-cloudvmreplicapoint-entity-ready.xml',
      'cloudReplicaPoints',
      {
        id: '93081441-6e3c-4584-b47a-08dc1ce24f84',
        machine: 'srv39',
        replicaId: '6b2b42d5-3850-421c-93c1-e063f12a2ead',
        replicaName: 'UCM Company CRM Replication',
        backupServerId: '8fff3b8e-c3f1-4ef5-aecc-561f07bf9982',
        state: 'Ready',
        createdAt: '2015-12-25T20:00:47.000Z',
      },
    ],
    [
      'em-vmreplicapoint-entity.xml',
      'vmReplicaPoints',
      {
        id: '9b414afe-e957-4d40-a144-7d02de9a041c',
        name: 'sql02@2014-10-19 05:44:54',
        machine: 'sql02',
        replicaId: 'fe4d9334-8801-440c-9994-5a16181d7fb0',
        replicaName: 'SQL Replication',
        backupServerId: SQL_SERVER,
        backupServerName: 'srv02.tech.local',
        createdAt: '2014-10-19T05:44:54.000Z',
      },
    ],
    [
      'em-vappreplicapoint-entity.xml',
      'vAppReplicaPoints',
      {
        id: 'dc01c979-5f6a-409c-bcc2-c3c6ddf439b3',
        name: 'vApp01@2021-02-04 00:08:35',
        machine: 'vApp01',
        replicaId: '2111ab48-0030-42c6-b69e-e91fc9653ef7',
        replicaName: 'vCD Replication Job 1',
        backupServerId: '554dc718-37b7-4fb6-9e07-f97c6b5192aa',
        backupServerName: 'enterprise04.tech.local',
        createdAt: '2021-02-04T00:08:35.343Z',
      },
    ],
    [
      'em-replica-entity.xml',
      'replicas',
      {
        id: 'fe4d9334-8801-440c-9994-5a16181d7fb0',
        name: 'SQL Replication',
        platform: 'VMware',
        backupServerId: SQL_SERVER,
        backupServerName: 'srv02.tech.local',
      },
    ],
    [
      'em-cdpreplicas-list.xml',
      'cdpReplicas',
      {
        id: '24ae37ad-4d28-4568-8467-98d8770bb722',
        name: 'CDP Policy 1',
        isReference: true,
        ...NO_POLICY,
        ...CDP_SERVER,
      },
    ],
    [
      'em-cdpreplicavms-list.xml',
      'cdpReplicaVms',
      {
        id: 'ed0f3277-e847-4b24-a0d2-549baaffe384',
        name: 'virt03-ubuntu01',
        isReference: true,
        ...NO_POLICY,
        ...CDP_SERVER,
      },
    ],
    [
      'em-vappcdpreplicas-list.xml',
      'vAppCdpReplicas',
      {
        id: '4d408966-827f-4142-811f-90be94c842a9',
        name: 'vApp02',
        isReference: true,
        ...NO_POLICY,
        ...VAPP_SERVER,
      },
    ],
  ] as const)('of the list in %s', (file, kind, expected) => {
    expect(DECODERS[kind](asRead(sample(file), kind))).toMatchObject({
      items: [expected],
      pagesCount: null,
    });
  });

  it.each([
    [
      'cdpReplica',
      'em-cdpreplica-entity.xml',
      {
        id: '7665222c-2e99-4a3f-b892-1827ba8d1eee',
        name: 'CDP Policy 2',
        policyId: 'a3f2bc1b-b9d2-4c07-b15e-eefad1ba8701',
        policyName: 'CDP Policy 2',
        ...CDP_SERVER,
      },
    ],
    [
      'vAppCdpReplica',
      'em-vappcdpreplica-entity.xml',
      {
        id: '4d408966-827f-4142-811f-90be94c842a9',
        name: 'vApp02',
        policyId: '8846d24b-d12f-4b7a-94e2-8c78241b841e',
        policyName: 'CDP Policy Cloud Director',
        ...VAPP_SERVER,
      },
    ],
  ] as const)('of a %s', (kind, file, expected) => {
    expect(DECODERS[kind](sample(file))).toEqual({ isReference: false, ...expected });
  });

  it('of the intervals of a CDP replica', () => {
    expect(DECODERS.cdpIntervals(sample('em-cdpreplicaintervals.xml'))).toEqual({
      from: '2023-02-16T16:57:44.000Z',
      to: '2023-02-17T16:57:44.000Z',
      hasConsistentPoint: true,
      intervals: [
        ['2023-02-17T07:01:25.000Z', '2023-02-17T07:01:30.000Z', 5],
        ['2023-02-17T07:01:30.000Z', '2023-02-17T16:56:15.000Z', 15],
        ['2023-02-17T16:56:15.000Z', '2023-02-17T16:56:22.000Z', 7],
      ].map(([from, to, rpo]) => ({ from, to, rpo, type: 'RestoreAvailable' })),
      points: [
        ['56eec589-6e13-47d8-ac3a-6d9c2821179c', '2023-02-16T23:00:49.000Z'],
        ['1862add3-41dd-4a39-ba1e-15c766c4b0a5', '2023-02-17T07:01:21.000Z'],
        ['754dfdf5-680f-4e4e-9234-e5d57e339173', '2023-02-17T15:00:47.000Z'],
      ].map(([id, at]) => ({ id, at, isConsistent: true })),
    });
  });

  it('of a logon', () => {
    expect(DECODERS.logonSession(sample('em-logonsession-tenant.xml'))).toEqual({
      sessionId: '362da803-804d-4c32-ad35-0972e432460b',
      userName: 'SRV36\\Administrator',
      resources: ['EnterpriseManager', 'CloudConnectService', 'LogonSession'],
    });
  });

  it('of the root', () => {
    const versions = DECODERS.apiVersions(sample('em-enterprisemanager-root.xml'));

    expect(versions).toEqual(['v1_5', 'v1_6', 'v1_7']);
  });
});

describe('the body of a start', () => {
  const bare = (xml: string) =>
    xml
      .replace(/ xmlns:\w+="[^"]*"/g, '')
      .replace(/>\s+</g, '><')
      .trim();

  it.each(['failoverPlan', 'cloudFailoverPlan'] as const)('of a %s is the sample', (kind) => {
    const file = `em-request-${kind.toLowerCase()}-start.xml`;

    expect(startBody('xml', kind, null)).toBe(bare(sample(file)));
  });

  it('has one of the two elements of the sample with both, and its name', () => {
    const both = bare(sample('em-request-cloudfailoverplan-start-both.xml'));
    const dated = startBody('xml', 'cloudFailoverPlan', '2015-12-29T15:13:37.741Z');

    expect(dated).toBe(
      both.replace('<StartNow>true</StartNow>', '').replace('37.7418767Z', '37.741Z'),
    );
  });
});
