import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultInput } from '../../simulator/faults/fault.js';
import { startServer } from '../clients/test-server.js';
import { BRANCHES, consolePlan, consoleScenario, update } from './console.js';
import { CLOUD, openLab, PLAIN, scenario, type Lab, type Started } from './lab.js';
import { failover, http, planOf, undo } from './plans.js';

/** The server refuses what is read of it. */
const unreadable = (server: 'enterpriseManager' | 'console'): FaultInput => ({
  kind: 'status',
  code: 403,
  times: 'always',
  match: { server, method: 'GET' },
});

const untilAsked = (run: Started, attempts: number) =>
  run.until(
    ({ waitingFor, steps }) => waitingFor.length > 0 && steps.at(-1)?.attempts === attempts,
  );

const undosOf = (lab: Lab) => lab.truth(PLAIN).requests.filter(({ action }) => action === 'undo');

describe('the question whether an undo happened', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('is put before a person when the server can not be read after its answer was lost', async () => {
    lab = await openLab(scenario(), { lagSeconds: 3 });
    const steps = [failover('databases', 'start'), undo('databases', { onFailure: 'continue' })];
    const run = await lab.start(planOf('live', steps));
    lab.fault({ kind: 'restart', acted: true, match: { action: 'undo' } });
    await until(() => lab.truth(CLOUD).undone === 1);
    lab.fault(unreadable('enterpriseManager'));

    const asked = await untilAsked(run, 1);
    await run.steer('resolve', { choice: 'skip', step: 'undo_databases' });
    const record = await run.ended();

    expect(asked.waitingFor).toMatchObject([{ kind: 'unknown', step: 'undo_databases' }]);
    expect(asked.steps[1]?.error?.message).toContain('looking at the target failed too');
    expect(record.steps[1]?.status).toBe('skipped');
    expect(lab.truth(CLOUD).undone).toBe(1);
  });

  it('stays open when sending it again was refused', async () => {
    lab = await openLab(scenario(), { lagSeconds: 1 });
    const steps = [failover('portal', 'start'), undo('portal', { onFailure: 'continue' })];
    const run = await lab.start(planOf('live', steps));
    lab.fault({ kind: 'dropBefore', match: { action: 'undo' } });
    await untilAsked(run, 1);
    lab.fault({ kind: 'status', code: 400, match: { action: 'undo' } });

    await run.steer('resolve', { choice: 'resend' });
    const asked = await untilAsked(run, 2);
    await run.steer('resolve', { choice: 'skip' });
    await run.ended();

    const choices = ['adopt', 'resend', 'skip'];
    expect(asked.waitingFor).toMatchObject([{ kind: 'unknown', step: 'undo_portal', choices }]);
    expect(asked.steps[1]?.error?.message).toContain(
      'whether the undo happened is still not known',
    );
  });

  it('stays open for the clean-up when a second undo was ended as failed', async () => {
    lab = await openLab(scenario('switches: { undoWhenReady: taskFailed }'), { lagSeconds: 1 });
    const run = await lab.start(planOf('live', [failover('portal', 'start'), undo('portal')]));
    lab.fault({ kind: 'restart', acted: true, match: { action: 'undo' } });
    await untilAsked(run, 1);

    await run.steer('resolve', { choice: 'resend' });
    const asked = await untilAsked(run, 2);
    await run.steer('undo');
    const record = await run.ended();

    expect(asked.waitingFor).toMatchObject([{ kind: 'unknown', step: 'undo_portal' }]);
    expect(record.cleanup.targets).toMatchObject([
      { verdict: 'leftovers', message: expect.stringContaining('was sent already') },
    ]);
    expect(undosOf(lab)).toHaveLength(2);
  });
});

describe('the question whether an update happened', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  /** A run whose update got no answer, and of which the Console tells nothing. */
  async function unclear(): Promise<Started> {
    const silent = 'switches: { actionRecords: asyncOnly }, requestIdLife: 5m';
    lab = await openLab(consoleScenario(silent), { lagSeconds: 1 });
    lab.fault({ kind: 'dropBefore', times: 'always', match: { method: 'PATCH' } });
    const command = { kind: 'literal', value: 'new.cmd' } as const;
    const step = update({ pre: command }, { timeoutSeconds: 8, onFailure: 'continue' });
    const run = await lab.start(consolePlan('live', [step]));
    await untilAsked(run, 1);
    lab.simulator.clearFaults();
    return run;
  }

  it('stays open when the Console can not be read before it is sent again', async () => {
    const run = await unclear();
    lab.fault(unreadable('console'));

    await run.steer('resolve', { choice: 'resend' });
    const asked = await untilAsked(run, 2);
    await run.steer('resolve', { choice: 'skip' });
    await run.ended();

    expect(asked.waitingFor).toMatchObject([{ kind: 'unknown', step: 'announce' }]);
    expect(asked.steps[0]?.error?.message).toContain(
      'whether the change happened is still not known',
    );
  });

  it('stays open when the run is stopped before it is sent again', async () => {
    const run = await unclear();

    await run.steer('pause');
    await run.steer('resolve', { choice: 'resend', step: 'announce' });
    await run.steer('abort');
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(record.steps[0]).toMatchObject({ status: 'unknown', error: { type: 'OutcomeUnknown' } });
    expect(lab.truth(BRANCHES).commands.pre).toBe('old-pre.cmd');
  });
});

describe('the question whether a request was acted upon', () => {
  it('stays open when the run is stopped before it is sent again', async () => {
    const server = await startServer(() => 'drop');
    const lab = await openLab();
    const run = await lab.start(planOf('live', [http('call', 'POST', `${server.url}/changes`)]));
    await untilAsked(run, 1);

    await run.steer('pause');
    await run.steer('resolve', { choice: 'resend', step: 'call' });
    await run.steer('abort');
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(record.steps[0]).toMatchObject({ status: 'unknown', error: { type: 'OutcomeUnknown' } });
    expect(server.requests).toHaveLength(1);
    await lab.close();
    await server.close();
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}
