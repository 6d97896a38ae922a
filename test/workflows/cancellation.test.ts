import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import {
  CLOUD,
  CLOUD_MACHINES,
  openLab,
  PLAIN,
  scenario,
  startedRun,
  type Lab,
  type Started,
} from './lab.js';
import { approve, child, failover, planOf, tcpCheck, literal, wait, web } from './plans.js';

/** What only looks, or keeps the record: all that an aborted run may still begin. */
const LOOKS =
  /^(follow\w+|read\w+|confirmUndone|lookUp\w+|tidyTasks|writeRecord|sendNotification)$/;

describe('an abort', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  const childOf = (run: Started, step: string): Started =>
    startedRun(lab.client.workflow.getHandle(`${run.id}.${step}`));

  it('lets nothing begin, and follows what runs to its end', async () => {
    const names = ['app01', 'app02', 'app03'];
    const replicas = names.map((name) => `  - { name: ${name}, takes: 2m }`).join('\n');
    const slow = CLOUD_MACHINES.replace('takes: 40s', 'takes: 3m');
    lab = await openLab(`${scenario('', slow)}vmReplicas:\n${replicas}\n`, {
      groups: { leads: ['ann@x'] },
    });
    const steps = [
      failover('databases', 'start', { timeoutSeconds: 120 }),
      failover('portal', 'start', { needs: ['databases'] }),
      failover('web', 'start', { concurrency: 1, timeoutSeconds: 120 }),
      { ...tcpCheck('port', literal(1)), retry: { attempts: 99, everySeconds: 0.2 } },
      wait('never', '1h'),
      child('site_b', planOf('live', [wait('later', '1h')])),
      approve('go'),
    ];
    const plan = planOf('live', steps);
    const run = await lab.start({ ...plan, targets: [...plan.targets, { ...web, names }] });
    await run.until(
      ({ steps: [, , , port] }) =>
        lab.truth(CLOUD).started === 1 && startsOf('app01') === 1 && (port?.attempts ?? 0) > 1,
    );

    const { at } = await run.steer('abort', { reason: 'enough' });
    const again = run.steer('abort').catch((error: unknown) => causeOf(error));
    const record = await run.ended();

    expect(await again).toContain('the run is being aborted already: it follows what runs');
    expect(await begunAfterAbort(run)).toEqual([]);
    expect(names.map(startsOf)).toEqual([1, 0, 0]);
    expect(lab.truth(PLAIN).requests).toEqual([]);
    expect(record.run).toMatchObject({
      outcome: 'aborted',
      message: 'aborted by lead@example.com: enough',
    });
    expect(statuses(record)).toEqual({
      databases: 'succeeded',
      portal: 'skipped',
      web: expect.stringMatching(/cancelled|failed/),
      port: expect.stringMatching(/cancelled|failed/),
      never: 'cancelled',
      site_b: 'cancelled',
      go: 'cancelled',
    });
    expect(record.steps[2]?.machines.map(({ result }) => result)).toEqual([
      'succeeded',
      'cancelled',
      'cancelled',
    ]);
    expect(record.steps.every(({ endedAt }) => endedAt !== null)).toBe(true);
    expect(record.waitingFor).toEqual([]);
    expect(record.interventions).toMatchObject([{ command: 'abort', at, reason: 'enough' }]);
    expect((await childOf(run, 'site_b').record()).run.outcome).toBe('aborted');

    function startsOf(name: string): number {
      return lab.simulator.truth().replicas.find((one) => one.name === name)?.started ?? 0;
    }
  });

  it('given again ends the clean-up of a child run below a child run', async () => {
    const hangs = CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: hang');
    lab = await openLab(scenario('', hangs));
    const limits = { cleanupTimeoutSeconds: 3600 };
    const inner = planOf('drill', [failover('databases', 'test', { timeoutSeconds: 2 })], limits);
    const outer = planOf('drill', [child('inner', inner)], limits);
    const run = await lab.start(planOf('drill', [child('outer', outer)], limits));
    const own = childOf(run, 'outer.inner');
    await run.until(() => lab.truth(CLOUD).tested === 1);
    await run.steer('abort');

    // Refused until the child cleans up: its job is followed to the step's time limit first.
    await untilTaken(() => run.steer('abort', { reason: 'leave it' }));
    const record = await run.ended();
    const inside = await own.record();

    expect(record.run.outcome).toBe('aborted');
    expect(record.cleanup.verdict).toBe('leftovers');
    expect(record.interventions.map(({ command }) => command)).toEqual(['abort', 'abort']);
    expect(inside.cleanup).toMatchObject({
      verdict: 'leftovers',
      targets: [{ message: 'the test was still running at the end of clean-up' }],
    });
    expect(inside.interventions.at(-1)?.reason).toContain('lead@example.com: leave it');
  });

  it('of its parent, or a cancel request, leaves a clean-up alone', async () => {
    lab = await openLab(scenario(), { lagSeconds: 4 });
    const inner = planOf('drill', [failover('databases', 'test')]);
    const run = await lab.start(planOf('drill', [child('site_b', inner)]));
    const own = childOf(run, 'site_b');
    await run.until(() => lab.truth(CLOUD).tested === 1);
    await own.until(({ clock }) => clock?.stepsOverAt !== null);

    await run.steer('abort');
    await own.handle.cancel();
    const record = await run.ended();
    const inside = await own.record();

    expect(inside.run.outcome).toBe('succeeded');
    expect(inside.cleanup).toMatchObject({ verdict: 'clean', targets: [{ action: 'compare' }] });
    expect(record.run.outcome).toBe('aborted');
    expect(record.cleanup.verdict).toBe('clean');
  });
});

function statuses({ steps }: RunRecord): Record<string, string> {
  return Object.fromEntries(steps.map(({ id, status }) => [id, status]));
}

function causeOf(error: unknown): string {
  return (error as { cause?: Error }).cause?.message ?? String(error);
}

/** Sends a command until the run takes it. */
async function untilTaken(send: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const why = await send().then(
      () => null,
      (error: unknown) => causeOf(error),
    );
    if (why === null) return;
    if (!why.includes('being aborted already')) throw new Error(why);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What the run's history has it begin after it took the abort, but for looking. */
async function begunAfterAbort({ handle }: Started): Promise<readonly string[]> {
  const { events = [] } = await handle.fetchHistory();
  const aborted = (events ?? []).findIndex(
    ({ workflowExecutionUpdateAcceptedEventAttributes: update }) =>
      update?.acceptedRequest?.input?.name === 'abort',
  );
  if (aborted === -1) throw new Error('the history has no abort');
  return (events ?? []).slice(aborted).flatMap((event) => {
    const activity = event.activityTaskScheduledEventAttributes?.activityType?.name ?? null;
    const workflow = event.startChildWorkflowExecutionInitiatedEventAttributes;
    if (workflow) return [workflow.workflowId ?? ''];
    return activity === null || LOOKS.test(activity) ? [] : [activity];
  });
}
