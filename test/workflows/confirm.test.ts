import { afterEach, describe, expect, it } from '@jest/globals';
import type { Mode, Plan, PlanStep, PlainPlanTarget } from '../../plan/plan.js';
import { consoleScenario, MSP, SHOP, somebodyAt, until } from './console.js';
import { openLab, type Lab, type LabOptions } from './lab.js';
import { failover, planOf, portal, undo } from './plans.js';

/** A plain plan of Enterprise Manager, of which a Console gives a second opinion. */
describe('confirm on a plain plan', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });
  const open = async (console = '', options: LabOptions = {}) => {
    lab = await openLab(consoleScenario(console), options);
  };
  const confirmed: PlainPlanTarget = {
    ...portal,
    name: SHOP,
    confirm: { connection: MSP, name: SHOP, backupServer: null },
  };
  const plan = (mode: Mode, steps: readonly PlanStep[], target = confirmed): Plan => ({
    ...planOf(mode, steps),
    targets: [target],
  });
  const nobody = () => 'http://127.0.0.1:9';

  it('turns unverified machines into results, and proves the undo', async () => {
    await open();

    const record = await lab.run(plan('live', [failover('portal', 'start'), undo('portal')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]).toMatchObject({
      output: { evidence: 'answer', result: 'Success' },
      machines: [
        { name: 'web01', result: 'succeeded' },
        { name: 'web02', result: 'succeeded' },
      ],
    });
    expect(record.steps[1]?.output['message']).toContain('the Console shows the plan as Ready');
    expect(lab.truth(SHOP)).toMatchObject({ started: 1, undone: 1, state: 'ready' });
  });

  it('cleans up after a drill by what the Console shows', async () => {
    await open();

    const record = await lab.run(plan('drill', [failover('portal', 'start-and-undo')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.cleanup).toMatchObject({
      verdict: 'clean',
      targets: [{ message: expect.stringContaining('Ready again') }],
    });
    expect(lab.truth(SHOP)).toMatchObject({ started: 1, undone: 1 });
  });

  it('refuses a drill of a plan that the Console shows as failed over', async () => {
    await open();
    await somebodyAt(lab, 'start', SHOP);
    await until(() => lab.truth(SHOP).state === 'failedOver');

    const record = await lab.run(plan('drill', [failover('portal', 'start-and-undo')]));

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('as Completed, not Ready');
    expect(lab.truth(SHOP).started).toBe(1);
  });

  it('finds a start whose answer and task were lost, in a live run', async () => {
    await open();
    lab.fault({ kind: 'restart', acted: true, match: { action: 'start' } });

    const record = await lab.run(plan('live', [failover('portal', 'start')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.output['evidence']).toBe('session');
    expect(lab.truth(SHOP).started).toBe(1);
  });

  it('is no proof of ownership in a drill: a person is asked, and nothing is undone', async () => {
    await open();
    lab.fault({ kind: 'restart', acted: true, match: { action: 'start' } });
    const run = await lab.start(plan('drill', [failover('portal', 'start-and-undo')]));

    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('abort');
    const record = await run.ended();

    expect(paused.waitingFor).toMatchObject([
      { kind: 'unknown', evidence: { statusBefore: 'Ready' } },
    ]);
    expect(record.cleanup.verdict).toBe('leftovers');
    expect(lab.truth(SHOP)).toMatchObject({ started: 1, undone: 0 });
  });

  it('takes nothing away when the Console is down: unverified, and the record says so', async () => {
    await open('', { consoleUrl: nobody });

    const record = await lab.run(plan('drill', [failover('portal', 'start-and-undo')]));

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual([
      'unverified',
      'unverified',
    ]);
    expect(record.steps[0]?.output['message']).toContain(
      'confirm of target portal could not be read',
    );
    expect(record.cleanup.verdict).toBe('clean');
    expect(lab.truth(SHOP)).toMatchObject({ started: 1, undone: 1 });
  });

  it('is given up when the Console goes down during the run', async () => {
    await open();
    const run = await lab.start(plan('live', [failover('portal', 'start'), undo('portal')]));
    await until(() => lab.truth(SHOP).started === 1);
    lab.fault({ kind: 'dropBefore', times: 'always', match: { server: 'console' } });
    const record = await run.ended();

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.output['message']).toContain('confirm tells nothing');
    expect(lab.truth(SHOP)).toMatchObject({ started: 1, undone: 1 });
  });

  it.each([
    ['drill', 'refused', 0],
    ['live', 'degraded', 1],
  ] as const)(
    'of another plan is a mistake in a drill and a warning in a live run: %s',
    async (mode, outcome, started) => {
      await open();
      const wrong = {
        ...confirmed,
        confirm: { connection: MSP, name: 'Branch offices', backupServer: null },
      };
      const action = mode === 'drill' ? 'start-and-undo' : 'start';

      const record = await lab.run(plan(mode, [failover('portal', action)], wrong));

      const told = mode === 'drill' ? record.run.message : record.steps[0]?.output['message'];
      expect(record.run.outcome).toBe(outcome);
      expect(told).toContain('is another plan: its id in VBR is');
      expect(lab.truth(SHOP).started).toBe(started);
    },
  );
});
