import { describe, expect, it } from '@jest/globals';

import { countOf, startLab, textIn, twoPlans, type Lab } from '../lab.js';

async function sessionText(lab: Lab): Promise<string> {
  const id = lab.simulator.truth().sessions.at(-1)?.id ?? '';
  return lab.get(`/cloud/failoverSessions/${id}?format=Entity`);
}

function machines(lines: readonly string[], before = ''): string {
  return `version: 1\n${before}\ncloudFailoverPlans: [{ name: P, machines: [${lines.join(', ')}] }]`;
}

describe('a cloud session', () => {
  it('is Starting, then Working, then Stopped', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    const states: (string | null)[] = [];

    for (const seconds of [0, 2, 58]) {
      lab.clock.advance(seconds);
      states.push(textIn(await sessionText(lab), 'State'));
    }

    expect(states).toEqual(['Starting', 'Working', 'Stopped']);
  });

  it('shows each machine’s own end', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(30);

    const text = await sessionText(lab);

    expect(text).toMatch(/VmName="sql01">.*?<State>Working<.*?<Result>None</);
    expect(text).toMatch(/VmName="sql02">.*?<State>Stopped<.*?<Result>Warning</);
  });

  it.each([
    ['Warning', ['{ name: a }', '{ name: b, result: warning }'], ''],
    ['Failed', ['{ name: a }', '{ name: b, result: failed }'], ''],
    [
      'Warning',
      ['{ name: a }', '{ name: b, result: failed }'],
      'switches: { someFailed: Warning }',
    ],
    ['Failed', ['{ name: a, result: failed }'], 'switches: { someFailed: Warning }'],
    ['Success', ['{ name: a }'], ''],
  ])('ends %s with machines %j and "%s"', async (expected, lines, before) => {
    const lab = await startLab(machines(lines, before));
    await lab.start(lab.plan('P'));
    lab.clock.advance(60);

    const text = await sessionText(lab);

    expect(textIn(text, 'Result')).toBe(expected);
  });

  it('never ends while a machine hangs', async () => {
    const lab = await startLab(machines(['{ name: a, result: hang }', '{ name: b }']));
    await lab.start(lab.plan('P'));
    lab.clock.advance(86_400);

    const [session] = lab.simulator.truth().sessions;

    expect(session?.endedAt).toBeNull();
    expect(lab.plan('P').machines.map(({ state }) => state)).toEqual(['starting', 'failover']);
  });

  it('works on ten machines at once', async () => {
    const lines = Array.from({ length: 25 }, (_, index) => `{ name: vm${index}, takes: 10s }`);
    const lab = await startLab(machines(lines));
    await lab.start(lab.plan('P'));
    lab.clock.advance(5);

    const starting = lab.plan('P').machines.filter(({ state }) => state === 'starting');

    expect(starting).toHaveLength(10);
  });

  it('lists no machine when it failed and the switch says so', async () => {
    const lab = await startLab(
      machines(['{ name: a, result: failed }'], 'switches: { failedSessionWithoutMachines: true }'),
    );
    await lab.start(lab.plan('P'));
    lab.clock.advance(60);

    const text = await sessionText(lab);

    expect(text).toContain('<CloudFailoverTasks/>');
    expect(text).not.toContain('FailureMessage');
  });

  it('fails at once and touches nothing when the job itself fails', async () => {
    const plan = '[{ name: P, jobFails: true, machines: [{ name: a }] }]';
    const lab = await startLab(`version: 1\ncloudFailoverPlans: ${plan}`);
    await lab.start(lab.plan('P'));
    lab.clock.advance(5);

    expect(textIn(await sessionText(lab), 'Result')).toBe('Failed');
    expect(lab.plan('P').machines[0]?.startedCount).toBe(0);
  });

  it('goes on when every logon session is gone', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));

    lab.simulator.restart();
    lab.clock.advance(60);

    expect(lab.plan('ERP databases').state).toBe('failedOver');
  });

  it('runs a thousand machines to their end and shows each', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `{ name: vm${index}, takes: 10s }`);
    const lab = await startLab(machines(lines, 'server: { sessionIdle: 1h }'));
    await lab.start(lab.plan('P'));
    lab.clock.advance(1_001);

    const text = await sessionText(lab);

    expect(lab.plan('P').state).toBe('failedOver');
    expect(text.split('<CloudFailoverTasks VmName=')).toHaveLength(1001);
  });
});

describe('a test', () => {
  it('leaves every machine ready and counts as a test, not as a start', async () => {
    const lab = await startLab();
    await lab.act(lab.plan('ERP databases'), 'test');
    lab.clock.advance(60);

    const plan = lab.plan('ERP databases');

    expect(plan).toMatchObject({ state: 'ready', started: 0, tested: 1 });
    expect(plan.machines.map(({ testedCount }) => testedCount)).toEqual([1, 1]);
  });

  it('looks like a start in its session', async () => {
    const lab = await startLab();
    await lab.act(lab.plan('ERP databases'), 'test');
    lab.clock.advance(60);

    const text = await sessionText(lab);

    expect(textIn(text, 'JobType')).toBe('FailoverPlan');
    expect(text).not.toMatch(/test/i);
  });
});

describe('a plain plan', () => {
  it('fails over in the background and leaves no session', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(60);

    expect(lab.plan('ERP portal').state).toBe('failedOver');
    expect(await lab.get('/restoreSessions')).not.toContain('<Ref ');
    expect(await lab.get('/cloud/failoverSessions')).not.toContain('<Ref ');
  });

  it('leaves a restore session per machine when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { plainRestoreSessions: true }'));
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(15);

    const text = await lab.get('/restoreSessions?format=Entity');

    expect(text).toMatch(/VmDisplayName="web01">.*?<Result>Success</);
    expect(text).toMatch(/VmDisplayName="web02">.*?<Result>None</);
  });
});

describe('the lag', () => {
  it('hides a session until it is over', async () => {
    const lab = await startLab(twoPlans('server: { lag: 30s }'));
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(29);
    const early = await lab.get('/cloud/failoverSessions');
    lab.clock.advance(1);

    const late = await lab.get('/cloud/failoverSessions');

    expect(countOf(early, 'Ref')).toBe(0);
    expect(countOf(late, 'Ref')).toBe(1);
  });

  it('shows a machine as Ready for a while after it came up', async () => {
    const lab = await startLab(twoPlans('server: { lag: 30s }'));
    const query = '/query?type=CloudVmReplicaPoint&filter=State==Failover;VmName==sql02';
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(40);
    const early = await lab.get(query);
    lab.clock.advance(15);

    const late = await lab.get(query);

    expect(countOf(early, 'Ref')).toBe(0);
    expect(countOf(late, 'Ref')).toBe(1);
  });
});

describe('the speed', () => {
  it('divides every duration', async () => {
    const lab = await startLab(twoPlans('speed: 60'));
    await lab.start(lab.plan('ERP databases'));

    lab.clock.advance(1);

    expect(lab.plan('ERP databases').state).toBe('failedOver');
  });
});
