import { afterEach, describe, expect, it } from '@jest/globals';
import { openLab, type Lab } from './lab.js';
import type { PlanStep } from '../../plan/plan.js';
import { branches, BRANCHES, consolePlan, consoleScenario, KEY, SHOP } from './console.js';
import { databases, failover, undo, wait } from './plans.js';

/** The cloud plan as Enterprise Manager shows it. */
const atManager = { ...databases, name: BRANCHES };

describe('a plan of the Service Provider Console', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });
  const open = async (console = ''): Promise<void> => {
    lab = await openLab(consoleScenario(console));
  };

  it('is tested in a drill, and compared afterwards', async () => {
    await open();

    const record = await lab.run(consolePlan('drill', [failover('branches', 'test')]));

    expect(record.run).toMatchObject({ outcome: 'succeeded', message: null });
    expect(record.steps[0]).toMatchObject({
      output: { evidence: 'answer', result: 'Success' },
      machines: [
        { name: 'fs01', result: 'succeeded' },
        { name: 'fs02', result: 'succeeded' },
      ],
    });
    expect(record.steps[0]?.machines[0]?.restorePointTime).not.toBeNull();
    expect(record.cleanup).toMatchObject({ verdict: 'clean' });
    expect(lab.truth(BRANCHES)).toMatchObject({ tested: 1, started: 0, undone: 0 });
    expect(JSON.stringify(record)).not.toContain(KEY);
  });

  it('is started live, and undone when told', async () => {
    await open();

    const record = await lab.run(
      consolePlan('live', [failover('branches', 'start'), undo('branches')]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[1]?.output).toMatchObject({ undo: 'undone', evidence: 'answer' });
    expect(lab.truth(BRANCHES)).toMatchObject({ tested: 0, started: 1, undone: 1, state: 'ready' });
  });

  it('of type Local is really started in a drill that says so, and undone', async () => {
    await open();

    const record = await lab.run(consolePlan('drill', [failover('shop', 'start-and-undo')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.cleanup).toMatchObject({ verdict: 'clean', targets: [{ action: 'undo' }] });
    expect(lab.truth(SHOP)).toMatchObject({ tested: 0, started: 1, undone: 1, state: 'ready' });
  });

  it('of type Local is refused at admission where a drill would test it', async () => {
    await open('switches: { testOnLocal: ignored }');

    const record = await lab.run(consolePlan('drill', [failover('shop', 'test')]));

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('type Local, which has no test; give the target');
    expect(lab.truth(SHOP)).toMatchObject({ requests: [] });
  });

  it('is one plan with the one that Enterprise Manager shows: one run does not drive it twice', async () => {
    await open();
    const plan = consolePlan('live', [
      failover('branches', 'start'),
      failover('databases', 'start', { needs: ['branches'] }),
    ]);

    const record = await lab.run({ ...plan, targets: [branches, atManager] });

    expect(record.run).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('targets branches and databases are one and the same plan'),
    });
  });

  it('is marked for whoever drives it by the other server, and undone by its own', async () => {
    await open();
    const live = (steps: readonly PlanStep[]) => ({
      ...consolePlan('live', steps),
      targets: [branches, atManager],
    });
    const first = await lab.run(live([failover('branches', 'start')]));

    const drill = await lab.run({
      ...consolePlan('drill', [failover('databases', 'test')]),
      targets: [atManager],
    });
    const byManager = await lab.run(
      live([undo('databases', { needs: [], onFailure: 'continue' })]),
    );
    const byConsole = await lab.run(live([undo('branches', { needs: [] })]));

    expect(drill.run).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining(`by run ${first.run.id}`),
    });
    expect(byManager.steps[0]?.error?.message).toContain('undo it through that one');
    expect(byConsole.run.outcome).toBe('succeeded');
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 1, undone: 1 });
  });

  it('is followed past a time limit, and an aborted drill says what it leaves', async () => {
    lab = await openLab(consoleScenario('', '[{ name: fs01, takes: 10s, result: hang }]'));
    const run = await lab.start(
      consolePlan('drill', [failover('branches', 'test', { timeoutSeconds: 2 })], {
        cleanupTimeoutSeconds: 2,
      }),
    );

    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('abort');
    const record = await run.ended();

    expect(paused.steps[0]).toMatchObject({
      error: { type: 'TimeLimit' },
      machines: [{ name: 'fs01', result: 'unknown' }],
    });
    expect(record.cleanup).toMatchObject({
      verdict: 'leftovers',
      targets: [{ message: 'the test was still running at the end of clean-up' }],
    });
    expect(lab.truth(BRANCHES)).toMatchObject({ tested: 1, started: 0, undone: 0 });
  });

  it('is driven through a Console that lets few requests pass', async () => {
    await open('throttle: { requests: 6, per: 2s, retryAfter: 1 }');

    const record = await lab.run(
      consolePlan('live', [failover('branches', 'start'), undo('branches')]),
    );

    expect(record.run.outcome).toBe('succeeded');
    expect(lab.simulator.truth().console?.throttled).toBeGreaterThan(0);
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 1, undone: 1 });
  });

  it('is looked at by readiness, which says what a Console does not tell', async () => {
    await open();
    const ready = {
      ...wait('ready', '1s'),
      verb: 'readiness',
      targets: ['branches', 'shop'],
      expect: 'idle',
      strict: true,
      timeoutSeconds: 30,
    } as const;

    const record = await lab.run(consolePlan('live', [ready]));

    const findings = record.steps[0]?.output['findings'] as { level: string; what: string }[];
    expect(record.run.outcome).toBe('succeeded');
    expect(findings.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'the plan is of type Cloud, which has a test',
        'the plan is of type Local, which has no test',
        'the role PortalAdministrator may start and undo plans',
        'the restore points: the Console shows them only after a run',
      ]),
    );
  });
});
