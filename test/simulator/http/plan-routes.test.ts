import { describe, expect, it } from '@jest/globals';

import { planPath, startLab, startOptions, textIn, twoPlans } from '../lab.js';
import { sample } from '../shape.js';

describe('starting a plan', () => {
  it('is accepted with the body that the vendor prints', async () => {
    const lab = await startLab();

    const answer = await lab.call(`${planPath(lab.plan('ERP databases'))}?action=start`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: sample('em-request-cloudfailoverplan-start.xml'),
    });

    expect(answer.status).toBe(202);
    expect(lab.plan('ERP databases').started).toBe(1);
  });

  it('takes StartNow when the body has both, as the vendor prints it too', async () => {
    const lab = await startLab();

    await lab.call(`${planPath(lab.plan('ERP databases'))}?action=start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: sample('em-request-cloudfailoverplan-start.json'),
    });

    expect(lab.plan('ERP databases').requests[0]).toMatchObject({
      outcome: 'executed',
      startDate: null,
    });
  });

  it('takes the newest point before a StartDate', async () => {
    const lab = await startLab();
    const plan = lab.plan('ERP databases');
    const yesterday = '<StartDate>2026-03-01T00:00:00Z</StartDate>';
    await lab.call(`${planPath(plan)}?action=start`, startOptions(plan, yesterday));
    lab.clock.advance(60);

    const text = await lab.get(
      '/query?type=CloudVmReplicaPoint&format=Entities&filter=State==Failover',
    );

    expect(text).toContain('sql01@2026-02-28 09:45:00');
    expect(text).not.toContain('sql01@2026-03-01');
  });

  it.each([
    [
      'the wrong root',
      '<Spec xmlns="http://www.veeam.com/ent/v1.0"><StartNow>true</StartNow></Spec>',
    ],
    [
      'no namespace',
      '<FailoverPlanManagementSpec><StartNow>true</StartNow></FailoverPlanManagementSpec>',
    ],
    ['no XML', 'StartNow'],
    ['nothing', ''],
  ])('is refused with %s', async (_what, body) => {
    const lab = await startLab();

    const answer = await lab.call(`${planPath(lab.plan('ERP portal'))}?action=start`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body,
    });

    expect(answer.status).toBe(400);
    expect(lab.plan('ERP portal')).toMatchObject({ started: 0, requests: [] });
  });

  it.each([
    [
      'StartDate before StartNow',
      '<StartDate>2026-01-01T00:00:00Z</StartDate><StartNow>true</StartNow>',
    ],
    ['an unknown element', '<StartNow>true</StartNow><Force>true</Force>'],
    ['neither of them', ''],
    ['a word for a boolean', '<StartNow>yes</StartNow>'],
  ])('is refused with %s', async (_what, inner) => {
    const lab = await startLab();
    const plan = lab.plan('ERP portal');

    const answer = await lab.call(`${planPath(plan)}?action=start`, startOptions(plan, inner));

    expect(answer.status).toBe(400);
    expect(lab.plan('ERP portal').started).toBe(0);
  });

  it('while it runs makes a task that fails, by default', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(3);

    const text = await lab.get('/tasks/task-2');

    expect(text).toContain('<Result Success="false">');
    expect(lab.plan('ERP portal').started).toBe(1);
  });

  it('while it runs is a 400 when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { startWhileRunning: http400 }'));
    await lab.start(lab.plan('ERP portal'));

    const answer = await lab.start(lab.plan('ERP portal'));

    expect(answer.status).toBe(400);
    expect(lab.plan('ERP portal')).toMatchObject({
      started: 1,
      requests: [{ outcome: 'executed' }, { outcome: 'refused' }],
    });
  });

  it('while it runs counts when the switch accepts it, and starts no machine twice', async () => {
    const lab = await startLab(twoPlans('switches: { startWhileRunning: accept }'));
    await lab.start(lab.plan('ERP portal'));
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(60);

    const plan = lab.plan('ERP portal');

    expect(plan.started).toBe(2);
    expect(plan.machines.map(({ startedCount }) => startedCount)).toEqual([1, 1]);
  });

  it('a second time counts, and skips what is failed over', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(60);
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(60);

    const plan = lab.plan('ERP databases');

    expect(plan.started).toBe(2);
    expect(plan.machines.map(({ startedCount }) => startedCount)).toEqual([1, 1]);
  });

  it('a second time makes a task that fails when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { startWhenFailedOver: taskFailed }'));
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(60);
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(3);

    const text = await lab.get('/tasks/task-2');

    expect(text).toContain('<Result Success="false">');
    expect(lab.plan('ERP portal').started).toBe(1);
  });

  it.each([404, 500])('that does not exist answers %d by the switch', async (unknownPlan) => {
    const lab = await startLab(twoPlans(`switches: { unknownPlan: ${unknownPlan} }`));
    const path = '/failoverPlans/00000000-0000-0000-0000-000000000000?action=undo';

    const answer = await lab.call(path, { method: 'POST' });

    expect(answer.status).toBe(unknownPlan);
  });
});

describe('undoing a plan', () => {
  it('returns failed-over points to Ready', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(60);
    await lab.act(lab.plan('ERP databases'), 'undo');
    lab.clock.advance(60);

    const text = await lab.get(
      '/query?type=CloudVmReplicaPoint&format=Entities&filter=State==Failover',
    );

    expect(text).not.toContain('<CloudVmReplicaPoint ');
    expect(lab.plan('ERP databases')).toMatchObject({ state: 'ready', undone: 1 });
  });

  it('makes a task of its own operation that links to nothing', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(60);
    await lab.act(lab.plan('ERP databases'), 'undo');
    lab.clock.advance(3);

    const text = await lab.get('/tasks/task-2');

    expect(textIn(text, 'Operation')).toBe('UndoCloudFailoverPlan');
    expect(text).not.toContain('Rel="Related"');
  });

  it('makes a session only when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { undoMakesSession: true }'));
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(60);
    await lab.act(lab.plan('ERP databases'), 'undo');

    const text = await lab.get('/cloud/failoverSessions');

    expect(text.split('<Ref ')).toHaveLength(3);
  });

  it('of a ready plan makes a task that fails when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { undoWhenReady: taskFailed }'));
    await lab.act(lab.plan('ERP portal'), 'undo');
    lab.clock.advance(3);

    const text = await lab.get('/tasks/task-1');

    expect(text).toContain('<Result Success="false">');
    expect(lab.plan('ERP portal').undone).toBe(0);
  });

  it('while it runs does nothing, by default', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    await lab.act(lab.plan('ERP portal'), 'undo');
    lab.clock.advance(60);

    expect(lab.plan('ERP portal')).toMatchObject({ state: 'failedOver', undone: 0 });
  });

  it('acts on the machines of the last session only', async () => {
    const lab = await startLab(twoPlans('switches: { skippedListed: false }'));
    const url = `${lab.simulator.controlUrl}/machines/ERP%20databases/sql01`;
    await fetch(url, { method: 'POST', body: '{"state":"failover"}' });
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(60);
    await lab.act(lab.plan('ERP databases'), 'undo');
    lab.clock.advance(60);

    const states = lab.plan('ERP databases').machines.map(({ state }) => state);

    expect(states).toEqual(['failover', 'ready']);
  });
});

describe('the machines of a cloud plan', () => {
  it('are listed by includes and read one by one', async () => {
    const lab = await startLab();
    const plan = lab.plan('ERP databases');
    const [first] = plan.machines;

    const one = await lab.get(`${planPath(plan)}/includes/${first?.id ?? ''}`);

    expect(one).toContain('<CloudFailoveredVm ');
    expect(textIn(one, 'Name')).toBe('sql01');
  });
});

describe('a forced collection', () => {
  it('shows what the lag still hid', async () => {
    const lab = await startLab(
      twoPlans(
        'server: { lag: 60s, users: [{ name: dr, password: drill, role: PortalAdministrator }] }',
      ),
    );
    await lab.start(lab.plan('ERP databases'));
    const server = /BackupServer:([0-9a-f-]+)/.exec(await lab.get('/backupServers'))?.[1] ?? '';

    await lab.call(`/backupServers/${server}?action=collect`, { method: 'POST' });

    expect(await lab.get('/cloud/failoverSessions')).toContain('<Ref ');
  });
});
