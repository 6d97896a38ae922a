import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planHash } from '../../plan/canonical.js';
import type { Plan } from '../../plan/plan.js';
import type { Person } from '../../plan/run-input.js';
import type { SteeringCommand } from '../../plan/steering.js';
import { CLOUD, openLab, scenario, type Lab, type Started } from './lab.js';
import { approve, cel, each, failover, literal, planOf, task, wait } from './plans.js';

const GROUPS = { leads: ['ann@x', 'bob@x', 'cid@x'], crisis: ['eve@x'] };

function by(name: string, osUser = name.slice(0, 3)): Person {
  return { name, osUser, host: 'desk', authenticated: false };
}

describe('an approval', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab(scenario(), { groups: GROUPS });
  });
  afterAll(async () => {
    await lab.close();
  });

  function yes(plan: Plan, who: string, extra: Partial<SteeringCommand> = {}) {
    return { person: by(who), reason: '', planHash: planHash(plan), ...extra };
  }

  async function asking(plan: Plan): Promise<Started> {
    const run = await lab.start(plan);
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    return run;
  }

  async function refusal(work: Promise<unknown>): Promise<string> {
    const error: unknown = await work.then(
      () => new Error('it was accepted'),
      (thrown: unknown) => thrown,
    );
    return String((error as { cause?: Error }).cause?.message ?? error);
  }

  it('holds what comes after it until enough people have said yes', async () => {
    const plan = planOf('drill', [
      approve('go', { min: 2, message: cel('"Go, " + run.mode + "?"') }),
      failover('databases', 'test', { needs: ['go'] }),
    ]);
    const run = await asking(plan);
    const first = await run.steer('approve', yes(plan, 'ann@x'));
    const between = await run.record();
    const tested = lab.truth(CLOUD).tested;
    const second = await run.steer('approve', yes(plan, 'bob@x', { reason: 'looked at it' }));

    const record = await run.ended();

    expect([first.missing, second.missing]).toEqual([1, 0]);
    expect(tested).toBe(0);
    expect(between.run.state).toBe('paused');
    expect(between.waitingFor[0]).toMatchObject({
      step: 'go',
      kind: 'approval',
      choices: ['approve', 'reject'],
      evidence: {
        message: 'Go, drill?',
        planHash: planHash(plan),
        approvedBy: ['ann@x'],
        missing: 1,
        targets: [{ name: CLOUD, action: 'test', machines: 2, restorePoint: 'latest' }],
      },
    });
    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      output: { decision: 'approved', by: ['ann@x', 'bob@x'], reason: 'looked at it' },
    });
    expect(record.approvals).toMatchObject([
      { step: 'go', decision: 'approved', by: 'ann@x', osUser: 'ann', host: 'desk' },
      { by: 'bob@x', reason: 'looked at it', authenticated: false, planHash: planHash(plan) },
    ]);
    expect(record.interventions).toEqual([]);
  });

  it('is refused, and not recorded, where it does not count', async () => {
    const plan = planOf('drill', [approve('go', { min: 2, notRequester: true })]);
    const run = await asking(plan);
    await run.steer('approve', yes(plan, 'ann@x'));

    const refusals = [
      await refusal(run.steer('approve', yes(plan, 'dee@x'))),
      await refusal(run.steer('approve', yes(plan, 'ann@x'))),
      await refusal(run.steer('approve', yes(plan, 'bob@x', { person: by('bob@x', 'ann') }))),
      await refusal(run.steer('approve', yes(plan, 'bob@x', { person: by('bob@x', 'lead') }))),
      await refusal(run.steer('approve', yes(plan, 'bob@x', { planHash: 'sha256:other' }))),
      await refusal(run.steer('approve', { person: by('bob@x') })),
      await refusal(run.steer('approve', yes(plan, 'eve@x', { isBreakGlass: true, reason: 'x' }))),
      await refusal(run.steer('reject', yes(plan, 'bob@x'))),
      await refusal(run.steer('skip', { step: 'go' })),
      await refusal(run.steer('answer', { choice: 'done' })),
    ];
    const record = await run.record();
    await run.steer('abort');

    expect(refusals).toEqual([
      expect.stringContaining('dee@x is not one of leads (ann@x, bob@x, cid@x)'),
      expect.stringContaining('has approved already'),
      expect.stringContaining('one person counts once'),
      expect.stringContaining('whoever started the run does not count'),
      expect.stringContaining('is for plan sha256:other'),
      expect.stringContaining('does not say which plan'),
      expect.stringContaining('no breakGlass'),
      expect.stringContaining('needs a reason'),
      expect.stringContaining('waits for approve or reject, not for skip'),
      expect.stringContaining('waits for approve or reject, not for answer'),
    ]);
    expect(record.approvals.map(({ by: who }) => who)).toEqual(['ann@x']);
  });

  it('aborts the run when it is rejected, whatever `onFailure` says', async () => {
    const plan = planOf('live', [
      approve('go', { onFailure: 'continue' }),
      failover('databases', 'start', { needs: ['go'] }),
    ]);
    const run = await asking(plan);
    await run.steer('reject', yes(plan, 'bob@x', { reason: 'false alarm' }));

    const record = await run.ended();

    expect(record.run).toMatchObject({
      outcome: 'aborted',
      message: 'step go: rejected by bob@x: false alarm',
    });
    expect(record.steps.map(({ status }) => status)).toEqual(['failed', 'skipped']);
    expect(record.approvals).toMatchObject([{ decision: 'rejected', reason: 'false alarm' }]);
    expect(lab.truth(CLOUD).started).toBe(0);
  });

  it('is passed by one of the break-glass group alone, and the run is marked', async () => {
    const plan = planOf('live', [approve('go', { min: 3, breakGlass: 'crisis' })]);
    const run = await asking(plan);
    await run.steer('approve', yes(plan, 'eve@x', { isBreakGlass: true, reason: 'alone here' }));

    const record = await run.ended();

    expect(record.run).toMatchObject({ outcome: 'succeeded', breakGlass: true });
    expect(record.approvals).toMatchObject([
      { by: 'eve@x', reason: 'alone here', breakGlass: true },
    ]);
    expect(record.steps[0]?.output).toMatchObject({ decision: 'break-glass', by: ['eve@x'] });
  });

  it('aborts a drill when nobody gave it in time', async () => {
    const plan = planOf('drill', [approve('go', { timeoutSeconds: 1, onTimeout: 'abort' })]);

    const record = await lab.run(plan);

    expect(record.run).toMatchObject({
      outcome: 'aborted',
      message: 'step go: it was not approved within PT1S',
    });
    expect(record.steps[0]).toMatchObject({
      status: 'failed',
      error: { type: 'NotApproved' },
      output: { decision: 'timed-out', by: [] },
    });
  });

  it('holds a drill no longer than a pause where it has no limit of its own', async () => {
    const plan = planOf('drill', [approve('go', { onTimeout: 'abort' })], {
      pauseTimeoutSeconds: 1,
    });

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('aborted');
  });

  it('lets the run go on without it where the runbook says so, degraded', async () => {
    const plan = planOf('live', [
      approve('go', { timeoutSeconds: 1, onTimeout: 'continue' }),
      wait('after', '1ms', ['go']),
    ]);

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps).toMatchObject([
      { status: 'ignored', error: { type: 'NotApproved' } },
      { status: 'succeeded' },
    ]);
  });

  it('goes on waiting past its limit in a live run, says so, and can still be given', async () => {
    const plan = planOf('live', [approve('go', { timeoutSeconds: 1, onTimeout: 'pause' })]);
    const run = await asking(plan);
    const late = await run.until(({ waitingFor }) => waitingFor[0]?.evidence['late'] !== undefined);
    await run.steer('approve', yes(plan, 'ann@x'));

    const record = await run.ended();

    expect(late.waitingFor[0]?.evidence['late']).toBe(
      'it was not approved within PT1S; it goes on waiting',
    );
    expect(record.run.outcome).toBe('succeeded');
  });

  it('is over when the run is aborted or stopped by another step', async () => {
    const stopped = planOf('live', [
      approve('go'),
      { ...task('call', { timeoutSeconds: 1, onFailure: 'abort' }) },
    ]);

    const record = await lab.run(stopped);

    expect(record.run.outcome).toBe('failed');
    expect(record.steps.map(({ status }) => status)).toEqual(['cancelled', 'failed']);
  });

  it('is asked for each item, and named with --item', async () => {
    const go = each(approve('go', { message: cel('"Site " + item') }), ['north', 'south'], {
      concurrency: 2,
    });
    const plan = planOf('drill', [go]);
    const run = await lab.start(plan);
    await run.until(({ waitingFor }) => waitingFor.length === 2);
    const unclear = await refusal(run.steer('approve', yes(plan, 'ann@x')));
    await run.steer('approve', yes(plan, 'ann@x', { step: 'go', item: 'south' }));
    await run.steer('approve', yes(plan, 'ann@x', { step: 'go' }));

    const record = await run.ended();

    expect(unclear).toContain('name one with --item: go (item north), go (item south)');
    expect(record.run.outcome).toBe('succeeded');
    expect(record.approvals.map(({ step, item }) => [step, item])).toEqual([
      ['go', 'south'],
      ['go', 'north'],
    ]);
  });

  it('outlives the worker, with what was given and its time limit', async () => {
    const plan = planOf('live', [
      approve('go', { min: 2, timeoutSeconds: 600, onTimeout: 'abort' }),
    ]);
    const other = await openLab(scenario(), { groups: GROUPS });
    const run = await other.start(plan);
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('approve', yes(plan, 'ann@x'));
    const before = await run.record();
    await other.worker.stop();
    await other.startWorker();
    const after = await run.record();
    const again = await refusal(run.steer('approve', yes(plan, 'ann@x')));
    await run.steer('approve', yes(plan, 'bob@x'));

    const record = await run.ended();
    await other.close();

    expect(after).toEqual(before);
    expect(again).toContain('ann@x (OS user ann) has approved already');
    expect(record.run.outcome).toBe('succeeded');
    expect(record.approvals.map(({ by: who }) => who)).toEqual(['ann@x', 'bob@x']);
  });

  it.each([
    ['a stranger', { from: ['dee@x'] }, '"dee@x" is neither a group nor a person'],
    ['more than there are', { min: 4 }, '4 must approve, and leads has 3'],
    ['no break-glass group', { breakGlass: 'board' }, 'there is no group "board"'],
  ])('refuses a run that asks %s', async (_name, extra, words) => {
    const record = await lab.run(planOf('live', [approve('go', extra)]));

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain(words);
  });
});

describe('a task', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab(scenario(), { groups: GROUPS });
  });
  afterAll(async () => {
    await lab.close();
  });

  async function answered(
    extra: Parameters<typeof task>[1],
    command: Partial<SteeringCommand>,
  ): Promise<Started> {
    const run = await lab.start(planOf('live', [task('call', extra)]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('answer', command);
    return run;
  }

  it('is done when somebody says so; who and what they noted is kept', async () => {
    const run = await answered(
      { do: literal('Call the bank') },
      { choice: 'done', note: 'spoke to Ms Kern', person: by('zoe@x') },
    );

    const record = await run.ended();

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      output: { answer: 'done', by: 'zoe@x', note: 'spoke to Ms Kern' },
    });
    expect(record.interventions).toMatchObject([
      { command: 'answer', by: 'zoe@x', detail: { choice: 'done', note: 'spoke to Ms Kern' } },
    ]);
  });

  it('fails when somebody says so, and `onFailure` decides', async () => {
    const run = await answered({ onFailure: 'continue' }, { choice: 'failed', note: 'no line' });

    const record = await run.ended();

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]).toMatchObject({
      status: 'ignored',
      error: { type: 'TaskFailed', message: 'lead@example.com says that it failed: no line' },
    });
  });

  it('that is skipped makes the run degraded', async () => {
    const run = await answered({}, { choice: 'skipped' });

    const record = await run.ended();

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.status).toBe('skipped');
  });

  it('has failed when nobody answers in time', async () => {
    const plan = planOf('drill', [task('call', { timeoutSeconds: 1, onFailure: 'abort' })]);

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('failed');
    expect(record.steps[0]?.error?.type).toBe('TaskTimeout');
  });

  it('is answered by its people alone, with one of its words', async () => {
    const run = await lab.start(planOf('live', [task('call', { from: ['leads'] })]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await expect(run.steer('answer', { choice: 'done', person: by('dee@x') })).rejects.toThrow();
    await expect(run.steer('answer', { choice: 'adopt', person: by('ann@x') })).rejects.toThrow();
    await run.steer('answer', { choice: 'done', person: by('ann@x') });
    const record = await run.ended();

    expect(record.run.outcome).toBe('succeeded');
    expect(record.interventions).toHaveLength(1);
  });
});
