import { describe, expect, it } from '@jest/globals';

import { sample } from '../shape.js';
import { consoleScenario, PLANS, startConsoleLab } from './console-lab.js';

const QUEUED = { errors: [], data: {}, meta: null };

function switched(switches: string): string {
  return consoleScenario(`switches: { ${switches} }`);
}

describe('a start', () => {
  it('is queued, runs as a job of the plan, and is counted once', async () => {
    const { start, truth, lab } = await startConsoleLab();

    const { status, body } = await start('ERP');
    lab.clock.advance(60);

    expect(status).toBe(200);
    expect(body).toEqual(QUEUED);
    expect(truth('ERP')).toMatchObject({
      state: 'failedOver',
      started: 1,
      requests: [{ server: 'console', outcome: 'executed', user: 'API key 1' }],
    });
  });

  it('shows as a CloudFailoverSession of Enterprise Manager', async () => {
    const { start, lab } = await startConsoleLab();
    await start('ERP');
    lab.clock.advance(2);

    const text = await lab.get('/cloud/failoverSessions?format=Entity');

    expect(text).toContain('Name="ERP"');
    expect(text).toContain('<State>Working</State>');
  });

  it('by Enterprise Manager shows in the Console', async () => {
    const { lab, shown } = await startConsoleLab();
    await lab.start(lab.plan('ERP'));
    lab.clock.advance(60);

    const plan = await shown('ERP');

    expect(plan).toMatchObject({ status: 'Completed', lastSession: { status: 'Success' } });
  });

  it('with a date takes points from before it', async () => {
    const { start, objects, lab } = await startConsoleLab();
    await start('ERP', '?dateTime=2026-03-01T09:00:00Z');
    lab.clock.advance(60);

    const [machine] = await objects('ERP');

    expect(machine?.['restoreSession']).toMatchObject({
      restorePointDateTime: '2026-02-28T09:45:00Z',
      backupStatus: 'Success',
    });
  });

  it.each([
    ['futureDate: refused', '2027-01-01T00:00:00Z', 400],
    ['futureDate: accepted', '2027-01-01T00:00:00Z', 200],
    ['dateTimeSyntax: any', '2026-02-01', 200],
    ['dateTimeSyntax: date', '2026-02-01', 200],
    ['dateTimeSyntax: date', '2026-02-01T00:00:00Z', 400],
    ['dateTimeSyntax: dateTime', '2026-02-01T00:00:00Z', 200],
    ['dateTimeSyntax: dateTime', '2026-02-01', 400],
    ['dateTimeSyntax: any', 'yesterday', 400],
  ])('with %s and the date %s is answered %i', async (switches, date, expected) => {
    const { start, truth } = await startConsoleLab(switched(switches));

    const { status } = await start('ERP', `?dateTime=${date}`);

    expect(status).toBe(expected);
    expect(truth('ERP').started).toBe(expected === 200 ? 1 : 0);
  });

  it.each([
    ['refusedAs: http400', 400],
    ['refusedAs: errors200', 200],
    ['refusedAs: ignored', 200],
  ])('while the plan runs does nothing, with %s and %i', async (switches, expected) => {
    const { start, truth, lab } = await startConsoleLab(switched(switches));
    await start('ERP');
    lab.clock.advance(5);

    const { status, body } = await start('ERP');

    expect(status).toBe(expected);
    expect(truth('ERP')).toMatchObject({
      started: 1,
      requests: [{ outcome: 'executed' }, { outcome: 'refused' }],
    });
    expect(JSON.stringify(body).includes('running')).toBe(switches !== 'refusedAs: ignored');
  });

  it('while the plan runs counts when the switch says so', async () => {
    const { start, truth, lab } = await startConsoleLab(switched('startWhileRunning: accepted'));
    await start('ERP');
    lab.clock.advance(5);
    await start('ERP');

    expect(truth('ERP').started).toBe(2);
  });

  it.each([
    ['accepted', 200, 2],
    ['refused', 400, 1],
  ])('of a completed plan is %s', async (value, expected, started) => {
    const scenario = switched(`startWhenCompleted: ${value}`);
    const { start, truth, lab } = await startConsoleLab(scenario);
    await start('ERP');
    lab.clock.advance(60);

    const { status } = await start('ERP');

    expect(status).toBe(expected);
    expect(truth('ERP').started).toBe(started);
  });

  it('of an unknown plan is 404', async () => {
    const { call } = await startConsoleLab();

    const { status } = await call(`${PLANS}/00000000-0000-4000-8000-000000000000/start`, {
      method: 'POST',
    });

    expect(status).toBe(404);
  });
});

describe('a test', () => {
  it('of a cloud plan leaves it ready, with a new session', async () => {
    const { start, shown, truth, lab } = await startConsoleLab();
    await start('ERP', '?test=true');
    lab.clock.advance(60);

    expect(truth('ERP')).toMatchObject({ started: 0, tested: 1, state: 'ready' });
    expect(await shown('ERP')).toMatchObject({
      status: 'Ready',
      lastSession: { status: 'Success' },
    });
  });

  it('shows as Completed when the switch says so', async () => {
    const { start, shown, lab } = await startConsoleLab(switched('testStatus: Completed'));
    await start('ERP', '?test=true');
    lab.clock.advance(60);

    expect(await shown('ERP')).toMatchObject({ status: 'Completed' });
  });

  it.each([
    ['error', 400, { started: 0, tested: 0 }],
    ['ignored', 200, { started: 1, tested: 0 }],
    ['tests', 200, { started: 0, tested: 1 }],
  ])('of a local plan with testOnLocal %s', async (value, expected, counts) => {
    const { start, truth } = await startConsoleLab(switched(`testOnLocal: ${value}`));

    const { status } = await start('Branch', '?test=true');

    expect(status).toBe(expected);
    expect(truth('Branch')).toMatchObject(counts);
  });

  it('that says neither true nor false is refused', async () => {
    const { start } = await startConsoleLab();

    const { status, body } = await start('ERP', '?test=perhaps');

    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ parameterName: 'test', type: 'logical' }] });
  });
});

describe('an undo', () => {
  it('brings a completed plan back to Ready', async () => {
    const { start, undo, shown, truth, lab } = await startConsoleLab();
    await start('ERP');
    lab.clock.advance(60);
    await undo('ERP');
    lab.clock.advance(2);
    const during = await shown('ERP');
    lab.clock.advance(20);

    const after = await shown('ERP');

    expect([during['status'], after['status']]).toEqual(['InUndoProgress', 'Ready']);
    expect(truth('ERP')).toMatchObject({ undone: 1, state: 'ready' });
  });

  it('that fails shows as UndoFailed', async () => {
    const { start, undo, shown, lab } = await startConsoleLab(`
version: 1
console: { apiKeys: [{ key: k }] }
failoverPlans: [{ name: P, machines: [{ name: a, undoResult: failed }] }]
`);
    await start('P');
    lab.clock.advance(60);
    await undo('P');
    lab.clock.advance(60);

    expect(await shown('P')).toMatchObject({ status: 'UndoFailed' });
  });

  it.each([
    ['accepted', 200, 1],
    ['refused', 400, 0],
  ])('of a plan that is ready is %s', async (value, expected, undone) => {
    const { undo, truth } = await startConsoleLab(switched(`undoWhenReady: ${value}`));

    const { status } = await undo('ERP');

    expect(status).toBe(expected);
    expect(truth('ERP').undone).toBe(undone);
  });

  it.each([
    ['refused', 400, 'running'],
    ['stops', 200, 'undoing'],
  ])('of a plan that runs: %s', async (value, expected, state) => {
    const { start, undo, truth, lab } = await startConsoleLab(
      switched(`undoWhileRunning: ${value}`),
    );
    await start('ERP');
    lab.clock.advance(30);

    const { status } = await undo('ERP');

    expect(status).toBe(expected);
    expect(truth('ERP').state).toBe(state);
  });
});

describe('a patch', () => {
  const body = sample('vspc-failoverplan-patch-request.json');

  it('answers with the old values and changes them for both servers', async () => {
    const { call, row, shown, truth } = await startConsoleLab();
    const path = `${PLANS}/${row('Branch').instanceUid}`;

    const answer = await call(path, { method: 'PATCH', body });

    const old = JSON.parse(sample('vspc-failoverplan-patch-response.json')) as { data: object };
    const { data } = answer.body as { readonly data: object };
    expect(Object.keys(data)).toEqual(Object.keys(old.data));
    expect(data).toMatchObject({ preFailoverCommand: '', postFailoverCommand: '' });
    expect(await shown('Branch')).toMatchObject({
      preFailoverCommand: 'r2_SP_pre',
      preFailoverScriptEnabled: true,
      postFailoverCommand: 'r2_SP_post',
    });
    expect(truth('Branch').commands).toEqual({ pre: 'r2_SP_pre', post: 'r2_SP_post' });
  });

  it('of a cloud plan shows in Enterprise Manager too', async () => {
    const { call, row, lab } = await startConsoleLab();
    await call(`${PLANS}/${row('ERP').instanceUid}`, { method: 'PATCH', body });

    const text = await lab.get(`/cloud/cloudFailoverPlans/${lab.plan('ERP').id}?format=Entity`);

    expect(text).toContain('<PreFailoverPlanCommand>r2_SP_pre</PreFailoverPlanCommand>');
  });

  it.each([
    ['[{"op":"replace","path":"/name","value":"x"}]'],
    ['[{"op":"test","path":"/preFailoverCommand","value":"x"}]'],
    ['[{"op":"replace","path":"/preFailoverCommand","value":1}]'],
  ])('as %s is refused and names the operation', async (wrong) => {
    const { call, row } = await startConsoleLab();

    const answer = await call(`${PLANS}/${row('ERP').instanceUid}`, {
      method: 'PATCH',
      body: wrong,
    });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      errors: [
        { type: 'logical', code: 1001, failedJsonPatch: (JSON.parse(wrong) as object[])[0] },
      ],
    });
  });
});
