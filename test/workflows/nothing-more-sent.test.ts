import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import { JOURNAL_QUERY } from '../../plan/steering.js';
import { BRANCHES, consolePlan, consoleScenario, update } from './console.js';
import { CLOUD, openLab, PLAIN, scenario, startedRun, type Lab, type Started } from './lab.js';
import { child, failover, planOf, undo, wait } from './plans.js';
import { somebody, START_PLAIN } from './somebody.js';

const statusOf = (record: RunRecord, id: string) =>
  record.steps.find((step) => step.id === id)?.status;

const journalOf = (run: Started) =>
  run.handle.query<readonly { kind: string; facts: { verb?: string } }[]>(JOURNAL_QUERY);

async function untilJournal(run: Started, kind: string): Promise<void> {
  while (!(await journalOf(run)).some((entry) => entry.kind === kind)) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** As `until`, and the run need not have begun yet. */
async function untilRecord(
  run: Started,
  isThere: (record: RunRecord) => boolean,
): Promise<RunRecord> {
  for (;;) {
    const record = await run.record().catch(() => null);
    if (record !== null && isThere(record)) return record;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Until an activity has come to its end, by the history. */
async function untilRead({ handle }: Started, activityId: string): Promise<void> {
  for (;;) {
    const { events = [] } = await handle.fetchHistory();
    const scheduled = events?.find(
      (event) => event.activityTaskScheduledEventAttributes?.activityId === activityId,
    )?.eventId;
    const isOver = events?.some(
      (event) =>
        String(event.activityTaskCompletedEventAttributes?.scheduledEventId) === String(scheduled),
    );
    if (isOver === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('nothing is sent after a person has said so', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('holds a clean-up too, which the time limit of the pause then begins and does not cut', async () => {
    lab = await openLab(scenario(), { lagSeconds: 2 });
    const plan = planOf('drill', [failover('databases', 'start-and-undo')], {
      pauseTimeoutSeconds: 3,
    });
    const run = await lab.start(plan);
    await run.until(() => lab.truth(CLOUD).started === 1);

    await run.steer('pause');
    const held = await run.until((record) => statusOf(record, 'databases') === 'succeeded');
    const undoneWhileHeld = lab.truth(CLOUD).undone;
    const record = await run.ended();

    expect(held.run.state).toBe('paused');
    expect(undoneWhileHeld).toBe(0);
    expect(record.run.message).toContain('nobody resumed it within 3 s');
    expect(record.cleanup.verdict).toBe('clean');
    expect(lab.truth(CLOUD)).toMatchObject({ started: 1, undone: 1 });
  });

  it('sends no undo after its clean-up was ended', async () => {
    lab = await openLab();
    const headers = { 'retry-after': '1' };
    const match = { action: 'undo' };
    lab.fault({ kind: 'status', code: 503, headers, times: 'always', match });
    const run = await lab.start(planOf('drill', [failover('portal', 'start-and-undo')]));
    await untilJournal(run, 'undo-refused');

    await run.steer('abort');
    lab.simulator.clearFaults();
    const record = await run.ended();

    expect(record.cleanup.targets).toMatchObject([
      { verdict: 'leftovers', message: 'clean-up was ended before the undo was sent' },
    ]);
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
  });

  it('ends a clean-up at once, also while the server is silent', async () => {
    lab = await openLab();
    const run = await lab.start(
      planOf('drill', [failover('portal', 'start-and-undo'), wait('then', '1h', ['portal'])]),
    );
    await run.until((record) => statusOf(record, 'then') === 'running');
    lab.fault({ kind: 'dropBefore', times: 'always' });
    await run.steer('abort');
    await run.until(({ cleanup }) => cleanup.verdict === 'pending');

    await run.steer('abort');
    const record = await run.ended();

    expect(record.cleanup.verdict).toBe('leftovers');
    expect(record.cleanup.targets[0]?.message).toContain('clean-up was ended');
    expect(lab.truth(PLAIN).undone).toBe(0);
  });

  it('starts nothing that a pause found on its way to being sent', async () => {
    lab = await openLab();
    const steps = [wait('first', '2s'), failover('portal', 'start', { needs: ['first'] })];
    const run = await lab.start(planOf('live', steps));
    await run.until((record) => statusOf(record, 'first') === 'running');
    lab.fault({ kind: 'dropBefore', times: 'always', match: { method: 'GET' } });
    await run.until((record) => statusOf(record, 'portal') === 'running');

    await run.steer('pause');
    lab.simulator.clearFaults();
    await untilRead(run, 'portal/1/baseline');
    await run.steer('resume');
    await run.until((record) => statusOf(record, 'portal') !== 'running');
    const journal = await journalOf(run);
    await run.ended();

    const resumed = journal.findIndex(({ facts }) => facts.verb === 'resume');
    expect(resumed).toBeGreaterThan(0);
    expect(journal.findIndex(({ kind }) => kind === 'start-accepted')).toBeGreaterThan(resumed);
    expect(lab.truth(PLAIN).started).toBe(1);
  });

  it('changes no commands that a pause found on their way', async () => {
    lab = await openLab(consoleScenario(), { collectLagSeconds: 2 });
    const command = { kind: 'literal', value: 'new-pre.cmd' } as const;
    const steps = [wait('first', '2s'), update({ pre: command }, { needs: ['first'] })];
    const run = await lab.start(consolePlan('live', steps));
    await run.until((record) => statusOf(record, 'first') === 'running');
    lab.fault({ kind: 'dropBefore', times: 'always', match: { method: 'GET' } });
    await run.until((record) => statusOf(record, 'announce') === 'running');

    await run.steer('pause');
    lab.simulator.clearFaults();
    await untilRead(run, 'announce/1/old');
    const whileHeld = lab.truth(BRANCHES).commands.pre;
    await run.steer('resume');
    const record = await run.ended();

    expect(whileHeld).toBe('old-pre.cmd');
    expect(statusOf(record, 'announce')).toBe('succeeded');
    expect(lab.truth(BRANCHES).commands.pre).toBe('new-pre.cmd');
  });
});

describe('a child run that a person holds', () => {
  it('is held still when its parent was held too, and goes on', async () => {
    const lab = await openLab();
    const inner = planOf('live', [wait('a', '2s'), failover('portal', 'start', { needs: ['a'] })]);
    const run = await lab.start(planOf('live', [child('outer', inner)]));
    await run.until(({ steps }) => steps[0]?.output['run'] !== undefined);
    const own = startedRun(lab.client.workflow.getHandle(`${run.id}.outer`));
    await untilRecord(own, (record) => statusOf(record, 'a') === 'running');

    await own.steer('pause', { reason: 'look at the portal first' });
    await run.steer('pause');
    await run.steer('resume');
    const held = await untilRecord(own, (record) => statusOf(record, 'a') === 'succeeded');
    await own.steer('abort');
    await run.ended();

    expect(held.run.state).toBe('paused');
    expect(lab.truth(PLAIN).started).toBe(0);
    await lab.close();
  });
});

describe('an undo of a live run', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('says of a child run that was over what is not undone', async () => {
    lab = await openLab();
    const inner = planOf('live', [failover('portal', 'start')]);
    const run = await lab.start(
      planOf('live', [
        child('site_b', inner),
        failover('databases', 'start', { needs: ['site_b'] }),
        wait('later', '1h', ['databases']),
      ]),
    );
    await run.until((record) => statusOf(record, 'later') === 'running');

    await run.steer('undo');
    const record = await run.ended();

    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
    expect(record.cleanup).toMatchObject({
      verdict: 'leftovers',
      targets: [
        { target: 'site_b', verdict: 'leftovers', advice: `drillbook undo ${run.id}.site_b` },
        { target: 'databases', verdict: 'clean' },
      ],
    });
  });

  it('sends no second undo beside one whose end is not known', async () => {
    lab = await openLab();
    lab.fault({ kind: 'restart', acted: true, match: { action: 'undo' } });
    const run = await lab.start(
      planOf('live', [failover('portal', 'start'), undo('portal', { onFailure: 'pause' })]),
    );
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await run.steer('undo');
    const record = await run.ended();

    expect(record.cleanup.targets).toMatchObject([
      { verdict: 'leftovers', message: expect.stringContaining('was sent already') },
    ]);
    expect(lab.truth(PLAIN).undone).toBe(1);
  });

  it('undoes nothing where nobody knows whether the start was its own', async () => {
    lab = await openLab();
    lab.fault({ kind: 'dropBefore', match: { action: 'start' } });
    const run = await lab.start(
      planOf('live', [failover('portal', 'start'), wait('later', '1h', ['portal'])]),
    );
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('resolve', { choice: 'skip' });
    await run.until((record) => statusOf(record, 'later') === 'running');
    const call = await somebody(lab.simulator.url);
    await call(`/failoverPlans/${lab.truth(PLAIN).id}?action=start`, START_PLAIN);
    await run.until(() => lab.truth(PLAIN).state === 'failedOver');

    await run.steer('undo');
    const record = await run.ended();

    expect(record.cleanup.targets).toMatchObject([
      { verdict: 'leftovers', message: expect.stringContaining('is not known') },
    ]);
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
  });
});
