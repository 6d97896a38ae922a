import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openLab, type Lab, type LabOptions } from './lab.js';
import { BRANCHES, consolePlan, consoleScenario, somebodyAt, until } from './console.js';
import { failover, undo } from './plans.js';

/** What the Console's pages leave open: each reading of them is played. */
describe('a Console that answers otherwise', () => {
  let lab: Lab;
  const servers: http.Server[] = [];
  afterEach(async () => {
    await lab.close();
    for (const server of servers.splice(0)) server.close();
  });
  const open = async (console: string, options: LabOptions = {}, machines?: string) => {
    lab = await openLab(consoleScenario(console, machines), options);
  };
  const startAndUndo = () => consolePlan('live', [failover('branches', 'start'), undo('branches')]);

  it.each([
    ['finishedStatus: Success'],
    ['sessionWhileRunning: none'],
    ['undoUpdatesSession: true'],
    ['undoClearsObjects: true'],
    ['answers: 202'],
    ['listedTwice: true'],
    ['actionRecords: asyncOnly'],
    ['answers: 202, actionRecords: asyncOnly, listedTwice: true, undoUpdatesSession: true'],
  ])('starts and undoes a plan with %s', async (switches) => {
    await open(`switches: { ${switches} }`);

    const record = await lab.run(startAndUndo());

    expect(record.steps.map(({ status, output }) => [status, output['evidence']])).toEqual([
      ['succeeded', 'answer'],
      ['succeeded', 'answer'],
    ]);
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 1, undone: 1, state: 'ready' });
  });

  it('shows the session before while another runs', async () => {
    await open('switches: { sessionWhileRunning: old }');
    const first = await lab.run(consolePlan('drill', [failover('branches', 'test')]));

    const record = await lab.run(startAndUndo());

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.output['session']).not.toBe(first.steps[0]?.output['session']);
    expect(lab.truth(BRANCHES)).toMatchObject({ tested: 1, started: 1, undone: 1 });
  });

  it('hides failures behind a good status: the machines tell', async () => {
    await open(
      'switches: { completedHidesFailures: true }',
      {},
      '[{ name: fs01, takes: 10s }, { name: fs02, takes: 10s, result: failed }]',
    );
    const steps = [failover('branches', 'start', { onFailure: 'abort' })];

    const record = await lab.run(consolePlan('live', steps));

    expect(record.steps[0]).toMatchObject({
      status: 'failed',
      output: { result: 'Success' },
      machines: [{ result: 'succeeded' }, { result: 'failed' }],
    });
  });

  it('leaves a test as Completed: that is left over, and said', async () => {
    await open('switches: { testStatus: Completed }');

    const record = await lab.run(consolePlan('drill', [failover('branches', 'test')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.cleanup).toMatchObject({
      verdict: 'leftovers',
      targets: [{ message: expect.stringContaining('as Completed after the test, and as Ready') }],
    });
    expect(lab.truth(BRANCHES)).toMatchObject({ tested: 1, undone: 0 });
  });

  it('says Completed before a live start: a person decides, and the disaster is not stopped', async () => {
    await open('');
    await somebodyAt(lab, 'start', BRANCHES);
    await until(() => lab.truth(BRANCHES).state === 'failedOver');
    const run = await lab.start(consolePlan('live', [failover('branches', 'start')]));

    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    const before = lab.truth(BRANCHES).started;
    await run.steer('resolve', { choice: 'resend' });
    const record = await run.ended();

    expect(paused.waitingFor).toMatchObject([
      { kind: 'unknown', choices: ['resend', 'skip'], evidence: { status: 'Completed' } },
    ]);
    expect(before).toBe(1);
    // Each machine was failed over already, and the Console shows no new session for it.
    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual([
      'unverified',
      'unverified',
    ]);
    expect(lab.truth(BRANCHES).started).toBe(2);
  });

  it('says Completed before a drill: nothing is sent', async () => {
    await open('switches: { testStatus: Completed }');
    await somebodyAt(lab, 'start', BRANCHES, '?test=true');
    await until(() => lab.simulator.truth().sessions.some(({ endedAt }) => endedAt !== null));

    const record = await lab.run(consolePlan('drill', [failover('branches', 'test')]));

    expect(record.run).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('as Completed, not Ready'),
    });
    expect(lab.truth(BRANCHES).tested).toBe(1);
  });

  it.each(['http400', 'errors200'])(
    'refuses within an action (%s): the step fails with its words',
    async (refusedAs) => {
      await open(
        `switches: { answers: 202, startWhenCompleted: refused, refusedAs: ${refusedAs} }`,
      );
      await somebodyAt(lab, 'start', BRANCHES);
      await until(() => lab.truth(BRANCHES).state === 'failedOver');
      const run = await lab.start(consolePlan('live', [failover('branches', 'start')]));
      await run.until(({ waitingFor }) => waitingFor.length > 0);

      await run.steer('resolve', { choice: 'resend' });
      const paused = await run.until(({ steps }) => steps[0]?.error?.type === 'StartRefused');
      await run.steer('abort');
      await run.ended();

      expect(paused.steps[0]?.error?.message).toContain('is failed over already');
      expect(lab.truth(BRANCHES).started).toBe(1);
    },
  );

  it('takes a refused start as if it had been accepted: never more than unverified', async () => {
    await open('switches: { startWhenCompleted: refused, refusedAs: ignored }', {
      collectLagSeconds: 2,
    });
    await somebodyAt(lab, 'start', BRANCHES);
    await until(() => lab.truth(BRANCHES).state === 'failedOver');
    const run = await lab.start(consolePlan('live', [failover('branches', 'start')]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await run.steer('resolve', { choice: 'resend' });
    const record = await run.ended();

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.output['message']).toContain('no job of the plan came into sight');
    expect(lab.truth(BRANCHES).started).toBe(1);
  });

  it('refuses a run while a job of the plan is under way', async () => {
    await open('switches: { startWhileRunning: accepted }', {}, '[{ name: fs01, takes: 2h }]');
    await somebodyAt(lab, 'start', BRANCHES);

    const record = await lab.run(consolePlan('live', [failover('branches', 'start')]));

    expect(record.run).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('has a job running'),
    });
    expect(lab.truth(BRANCHES).started).toBe(1);
  });

  it('shows everything late: within its lag that is waited for', async () => {
    await open('collectLag: 2m', { collectLagSeconds: 5 });

    const record = await lab.run(startAndUndo());

    expect(record.run.outcome).toBe('succeeded');
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 1, undone: 1 });
  });

  it('shows nothing within its lag: the machines are unverified, and a drill leaves it over', async () => {
    await open('collectLag: 1h', { collectLagSeconds: 1, lagSeconds: 1 });

    const record = await lab.run(consolePlan('drill', [failover('branches', 'start-and-undo')]));

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual([
      'unverified',
      'unverified',
    ]);
    expect(record.cleanup.verdict).toBe('leftovers');
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 1, undone: 0 });
  });

  it('is older than 9.1 and has no last session: its machines tell, and it is undone', async () => {
    const scenario = consoleScenario();
    const proxy = await olderConsole();
    servers.push(proxy.server);
    lab = await openLab(scenario, { consoleUrl: proxy.before });

    const record = await lab.run(consolePlan('drill', [failover('branches', 'start-and-undo')]));

    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      output: { session: null },
      machines: [{ result: 'succeeded' }, { result: 'succeeded' }],
    });
    expect(record.cleanup).toMatchObject({ verdict: 'clean', targets: [{ action: 'undo' }] });
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 1, undone: 1, state: 'ready' });
  });

  it('ends an undo as failed: that is told, and not taken for undone', async () => {
    await open('', {}, '[{ name: fs01, takes: 10s, undoResult: failed }]');
    const steps = [failover('branches', 'start'), undo('branches', { onFailure: 'continue' })];

    const record = await lab.run(consolePlan('live', steps));

    expect(record.steps[1]).toMatchObject({
      status: 'ignored',
      error: { type: 'UndoRefused', message: expect.stringContaining('UndoFailed') },
    });
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 1, undone: 1 });
  });
});

/** Stands before a Console and asks it as a client of REST 3.5 would. */
async function olderConsole(): Promise<{
  readonly server: http.Server;
  readonly before: (url: string) => string;
}> {
  let target = '';
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, 'x-client-version': '3.5' };
    const { method } = request;
    const onward = http.request(
      `${target}${request.url ?? ''}`,
      { headers, ...(method === undefined ? {} : { method }) },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    before: (url) => {
      target = url;
      return `http://127.0.0.1:${port}`;
    },
  };
}
