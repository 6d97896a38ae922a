import { afterEach, describe, expect, it } from '@jest/globals';
import type { Plan } from '../../plan/plan.js';
import type { PlanTruth } from '../../simulator/control/truth.js';
import { BRANCHES, consolePlan, consoleScenario } from './console.js';
import { CLOUD, openLab, PASSWORD, PLAIN, scenario, type Lab, type Started } from './lab.js';
import { failover, planOf, undo, wait } from './plans.js';

/** So long an undo takes, and less than that the step may: twice its limit is enough. */
const SLOW_MACHINES = `
      - { name: sql01, takes: 5s, undoTakes: 500s }
      - { name: sql02, takes: 5s, undoTakes: 500s }`;

const undosOf = ({ requests }: PlanTruth) => requests.filter(({ action }) => action === 'undo');

describe('an undo that is not over at its time limit', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  const start = async (text: string, plan: Plan, lagSeconds = 1): Promise<Started> => {
    lab = await openLab(text, { lagSeconds });
    return await lab.start(plan);
  };
  const untilAsked = (run: Started) => run.until(({ waitingFor }) => waitingFor.length > 0);

  it('asks a person while machines are failed over, and `retry` follows it on', async () => {
    const run = await start(
      scenario('', SLOW_MACHINES),
      planOf('live', [
        failover('databases', 'start'),
        undo('databases', { timeoutSeconds: 6 }),
        wait('after', '1ms', ['undo_databases']),
      ]),
    );

    const asked = await untilAsked(run);
    await run.steer('retry');
    const record = await run.ended();

    expect(asked.waitingFor).toMatchObject([
      {
        kind: 'unknown',
        step: 'undo_databases',
        evidence: { stillFailedOver: ['sql01', 'sql02'] },
      },
    ]);
    expect(asked.steps[1]?.error?.type).toBe('TimeLimit');
    expect(asked.steps[2]?.status).toBe('pending');
    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[1]).toMatchObject({ attempts: 2, output: { undo: 'undone' } });
    expect(undosOf(lab.truth(CLOUD))).toHaveLength(1);
  });

  it('stays a question when its states can not be read as it is followed on', async () => {
    const run = await start(
      scenario('', SLOW_MACHINES),
      planOf('live', [
        failover('databases', 'start'),
        undo('databases', { timeoutSeconds: 6, onFailure: 'continue' }),
      ]),
    );
    await untilAsked(run);
    lab.fault({ kind: 'status', code: 403, times: 'always', match: { method: 'GET' } });

    await run.steer('retry');
    const asked = await run.until(
      ({ waitingFor, steps }) => waitingFor.length > 0 && steps[1]?.attempts === 2,
    );
    await run.steer('resolve', { choice: 'skip' });
    await run.ended();

    expect(asked.waitingFor).toMatchObject([{ kind: 'unknown', step: 'undo_databases' }]);
  });

  it('asks while the task of a plain plan runs, and `retry` follows that very task', async () => {
    const users = `users: [{ name: dr, password: ${PASSWORD}, role: RestoreOperator }]`;
    const run = await start(
      scenario(`server: { taskTime: 600s, ${users} }`),
      planOf('live', [failover('portal', 'start'), undo('portal', { timeoutSeconds: 6 })]),
      // So long a task may stay OperationFinished before it is given up.
      30,
    );

    const asked = await untilAsked(run);
    await run.steer('retry');
    const record = await run.ended();

    expect(asked.waitingFor).toMatchObject([{ kind: 'unknown', step: 'undo_portal' }]);
    expect(record.steps[1]).toMatchObject({
      status: 'succeeded',
      output: { message: 'the undo task ended well' },
    });
    expect(undosOf(lab.truth(PLAIN))).toHaveLength(1);
  });

  it('asks while the Console shows the plan as being undone', async () => {
    const run = await start(
      consoleScenario('', '[{ name: fs01, takes: 10s, undoTakes: 500s }]'),
      consolePlan('live', [failover('branches', 'start'), undo('branches', { timeoutSeconds: 6 })]),
    );

    const asked = await untilAsked(run);
    await run.steer('retry');
    const record = await run.ended();

    expect(asked.waitingFor).toMatchObject([
      { kind: 'unknown', step: 'undo_branches', evidence: { status: 'InUndoProgress' } },
    ]);
    expect(record.steps[1]?.status).toBe('succeeded');
    expect(undosOf(lab.truth(BRANCHES))).toHaveLength(1);
  });
});
