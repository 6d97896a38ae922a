import { describe, expect, it } from '@jest/globals';
import { decodePlan } from '../../../clients/enterprise-manager/decode-plan.js';
import {
  decodeCloudFailoverSession,
  decodeRestoreSession,
} from '../../../clients/enterprise-manager/decode-session.js';
import { decodeTask } from '../../../clients/enterprise-manager/decode-task.js';
import { sample } from '../sample.js';
import { DECODERS, SESSION, tasksOf } from './sample-decoders.js';

describe('decodeTask', () => {
  it('reads a result without a message, and a message with entities', () => {
    const { items } = tasksOf(sample('em-tasks-list.xml'));

    expect(items.map(({ taskId, message }) => [taskId, message])).toEqual([
      ['task-29', null],
      ['task-30', 'Job "SQL Server Replication" triggered to start.'],
    ]);
  });

  it('reads a failed task', () => {
    const xml = sample('em-task-startfailoverplan-finished.xml')
      .replace('"true"', '"false"')
      .replace('Ok', 'Plan is not found');

    const task = decodeTask(xml, SESSION);

    expect(task).toMatchObject({ success: false, message: 'Plan is not found' });
  });

  it.each([
    ['<State>Finished</State>', '<State>Foo</State>', 'Task.State "Foo" is not one of Running'],
    ['<State>Finished</State>', '', 'Task.State is missing'],
    ['<TaskId>task-1</TaskId>', '', 'Task.TaskId is missing'],
    ['task-1</TaskId>', '../x</TaskId>', 'is not an id like task-1'],
    ['Success="true"', 'Success="maybe"', 'Task.Result@Success "maybe" is not one of true'],
    ['Success="true"', '', 'Task.Result@Success "" is not one of true, false'],
  ])('refuses %s replaced by %j', (from, to, expected) => {
    const xml = sample('em-task-startfailoverplan-finished.xml').replace(from, to);

    expect(() => decodeTask(xml, SESSION)).toThrow(expected);
  });
});

describe('decodePlan', () => {
  it('reads a plain plan', () => {
    const plan = decodePlan(sample('em-failoverplan-entity.xml'), 'failoverPlan');

    expect(plan).toMatchObject({
      kind: 'failoverPlan',
      id: 'ae01e36f-32a3-4095-95fa-09a2af744009',
      name: 'SQL Failover Plan',
      backupServerId: 'ce15a8c7-aa49-495e-b05b-ee3398c91018',
      backupServerName: 'srv02.tech.local',
      tenantId: null,
      tenantName: null,
    });
    expect(plan.machines.slice(0, 2)).toEqual([
      { name: 'sql01', order: 0 },
      { name: 'sql02', order: 1 },
    ]);
  });

  it('reads a cloud plan with either name of its machines', () => {
    const xml = sample('em-cloudfailoverplan-entity.xml');

    const plan = decodePlan(xml, 'cloudFailoverPlan');
    const other = decodePlan(
      xml.replace(/<(\/?)CloudFailoverPlanVm\b/g, '<$1CloudFailoveredVm'),
      'cloudFailoverPlan',
    );

    expect(plan).toMatchObject({
      tenantId: 'b25f5f1d-a3c3-45ed-af23-9ef31a94dac7',
      tenantName: 'ABC Company',
      machines: [
        { name: 'srv38', order: 0 },
        { name: 'srv40', order: 1 },
      ],
    });
    expect(other).toEqual(plan);
  });

  it('prefers the UID to an Href of the wrong collection', () => {
    const xml = sample('em-failoverplan-entity.xml').replace(
      'UID="urn:veeam:FailoverPlan:ae01e36f',
      'UID="urn:veeam:FailoverPlan:be01e36f',
    );

    expect(decodePlan(xml, 'failoverPlan').id).toBe('be01e36f-32a3-4095-95fa-09a2af744009');
  });

  it('bounds and cleans names of machines', () => {
    const xml = sample('em-failoverplan-entity.xml').replace(
      '<Name>sql01</Name>',
      `<Name>sql&#27;[2J&#x202E;01${'x'.repeat(5_000)}</Name>`,
    );

    const name = decodePlan(xml, 'failoverPlan').machines[0]?.name;

    expect(name).toMatch(/^sql \[2J 01x+…$/);
    expect(name).toHaveLength(1_000);
  });
});

describe('decodeCloudFailoverSession', () => {
  it('reads one that works, machine by machine', () => {
    const session = decodeCloudFailoverSession(sample('em-cloudfailoversession-working.xml'));

    expect(session).toMatchObject({
      id: 'a986d473-0248-4884-9832-17ec982ee393',
      name: 'ABC Company Failover Plan',
      backupServerId: '4ceb4e03-d23d-4c4e-be05-21580b260243',
      createdAt: '2020-05-06T20:29:45.077Z',
      endedAt: null,
      state: 'Working',
      result: 'None',
      progress: 0,
      failureMessage: null,
    });
    expect(session.machines[1]).toEqual({
      name: 'filesrv04',
      state: 'Starting',
      result: 'None',
      startedAt: '2020-05-06T20:29:50.140Z',
      endedAt: null,
      message: null,
      restorePoint: 'filesrv04@2020-02-13 06:02:20',
      restorePointId: '796cbc20-c2be-4acf-bc1a-4e1e32d7df46',
      restorePointTime: null,
    });
  });

  it('reads one that is over, with an empty list of machines', () => {
    const session = decodeCloudFailoverSession(
      sample('em-cloudfailoversession-stopped-success.xml'),
    );

    expect(session).toMatchObject({
      state: 'Stopped',
      result: 'Success',
      endedAt: '2015-12-07T17:39:36.000Z',
      machines: [],
    });
  });

  it('reads a failed one from a page of the query service', () => {
    const page = DECODERS.cloudFailoverSessionPage(
      sample('em-query-cloudfailoversession-failed-entities.xml'),
    );

    expect(page.pagesCount).toBe(1);
    expect(page.items).toMatchObject([{ result: 'Failed', failureMessage: null }]);
  });

  it('refuses an unknown result of a machine', () => {
    const xml = sample('em-cloudfailoversession-working.xml').replace(
      /(VmName="filesrv04"[^]*?<Result>)None/,
      '$1Perhaps',
    );

    expect(() => decodeCloudFailoverSession(xml)).toThrow(
      'CloudFailoverTasks.Result "Perhaps" is not one of None, Success, Warning, Failed',
    );
  });
});

describe('decodeRestoreSession', () => {
  it('keeps a job type that it does not know', () => {
    const xml = sample('em-restoresession-stopped-success.xml').replace('FileLevelRestore', 'New');

    expect(decodeRestoreSession(xml)).toMatchObject({
      jobType: 'New',
      machine: 'srv04',
      state: 'Stopped',
      result: 'Success',
      progress: 0,
    });
  });
});
