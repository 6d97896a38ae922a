import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import { planHash } from '../../plan/canonical.js';
import { CHILD_WAITS_SIGNAL } from '../../plan/workflow-names.js';
import type { Plan, PlanInput } from '../../plan/plan.js';
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
import { approve, cel, child, each, failover, literal, planOf, wait } from './plans.js';
import { resetToTimer } from './reset-to.js';

const GROUPS = { leads: ['ann@x'] };
const ann = { name: 'ann@x', osUser: 'ann', host: 'desk', authenticated: false };

describe('a child run', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab(scenario(), { groups: GROUPS });
  });
  afterAll(async () => {
    await lab.close();
  });

  function childOf(run: Started, step: string): Started {
    return startedRun(lab.client.workflow.getHandle(`${run.id}.${step}`));
  }

  it('is a run of its own, whose end is the step of its parent', async () => {
    const inner = planOf('drill', [failover('databases', 'test')]);
    const run = await lab.start(planOf('drill', [child('site_b', inner)]));

    const record = await run.ended();
    const own = await childOf(run, 'site_b').record();

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      output: {
        outcome: 'succeeded',
        run: {
          id: `${run.id}.site_b`,
          outcome: 'succeeded',
          cleanup: 'clean',
          steps: [{ id: 'databases', status: 'succeeded' }],
          recordHash: own.chain.head,
        },
      },
    });
    expect(own.run).toMatchObject({
      id: `${run.id}.site_b`,
      parent: run.id,
      mode: 'drill',
      planHash: planHash(inner),
      startedBy: record.run.startedBy,
      reason: `step site_b of run ${run.id}`,
    });
    expect(own.cleanup.verdict).toBe('clean');
    expect(record.cleanup).toMatchObject({
      verdict: 'clean',
      targets: [
        { target: 'site_b', action: 'none', message: `run ${run.id}.site_b has cleaned up` },
      ],
    });
  });

  it('gets its inputs from `with`, checked', async () => {
    const input: PlanInput = {
      ...{ name: 'ticket', type: 'string', description: null, required: true, default: null },
      ...{ enum: null, pattern: '^CHG', min: null, max: null },
    };
    const inner: Plan = {
      ...planOf('live', [wait('pause', '1ms')]),
      inputs: [input],
    };
    const good = child('good', inner, { with: { ticket: cel('"CHG" + run.mode') } });
    const bad = child('bad', inner, { with: { ticket: literal('INC1') }, needs: ['good'] });

    const record = await lab.run(planOf('live', [good, bad]));

    expect(record.steps[0]?.status).toBe('succeeded');
    expect(record.steps[1]).toMatchObject({
      status: 'failed',
      error: { type: 'BadValue', message: expect.stringContaining('Input "ticket" must match') },
    });
  });

  it('shows its parent what it waits for, and is answered under its own id', async () => {
    const grandchild = planOf('live', [approve('go')]);
    const inner = planOf('live', [child('inner', grandchild)]);
    // As a schedule names its runs.
    const scheduled = `erp-${randomUUID()}-2026-11-26T03:00:00Z`;
    const run = await lab.start(planOf('live', [child('outer', inner)]), {}, scheduled);
    const id = `${run.id}.outer.inner`;
    const asked = await run.until(({ waitingFor }) => waitingFor.length > 0);
    const atParent: unknown = await run
      .steer('approve', { person: ann, planHash: planHash(grandchild) })
      .catch((error: unknown) => (error as { cause?: Error }).cause?.message);
    await childOf(run, 'outer.inner').steer('approve', {
      person: ann,
      planHash: planHash(grandchild),
    });

    const record = await run.ended();

    expect(asked.run.state).toBe('paused');
    expect(asked.waitingFor).toMatchObject([{ run: id, step: 'go', kind: 'approval' }]);
    expect(atParent).toBe(
      `no step of this run waits for a person, but a child run of it does; answer it there: ${id}`,
    );
    expect(record.run.outcome).toBe('succeeded');
    expect(record.waitingFor).toEqual([]);
  });

  it('is not spoken for by a stranger, nor by words that would make another command', async () => {
    const inner = planOf('drill', [
      approve('go'),
      failover('databases', 'test', { needs: ['go'] }),
    ]);
    const run = await lab.start(planOf('drill', [child('site_b', inner)]));
    const waits = await run.until(({ waitingFor }) => waitingFor.length > 0);
    const own = `${run.id}.site_b`;
    const forged = {
      step: 'go',
      item: null,
      kind: 'task',
      since: 'now',
      choices: [],
      evidence: {},
    };

    await run.handle.signal(CHILD_WAITS_SIGNAL, { run: 'somebody', waitingFor: [forged] });
    await run.handle.signal(CHILD_WAITS_SIGNAL, {
      run: own,
      waitingFor: [{ ...forged, step: 'a; rm' }],
    });
    await run.handle.signal(CHILD_WAITS_SIGNAL, {
      run: own,
      waitingFor: [{ ...forged, run: 'other' }],
    });
    await run.handle.signal(CHILD_WAITS_SIGNAL, 'nonsense');
    await run.handle.signal(CHILD_WAITS_SIGNAL);
    const after = await run.record();
    await run.steer('abort');
    await run.ended();

    expect(waits.waitingFor).toMatchObject([{ run: own, step: 'go', kind: 'approval' }]);
    expect(after.waitingFor).toEqual(waits.waitingFor);
  });

  it('fails its step when it fails, and `onFailure` decides', async () => {
    const inner = planOf('live', [approve('go')]);
    const run = await lab.start(
      planOf('live', [child('site_b', inner, { onFailure: 'continue' })]),
    );
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    const own = childOf(run, 'site_b');
    const command = { person: ann, planHash: planHash(inner), reason: 'not today' };
    await own.steer('reject', command);

    const record = await run.ended();

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]).toMatchObject({
      status: 'ignored',
      error: {
        type: 'ChildFailed',
        message: `run ${own.id}: aborted: step go: rejected by ann@x: not today`,
      },
      output: { outcome: 'aborted' },
    });
  });

  it('is aborted with its parent, and cleans up before its parent does', async () => {
    const inner = planOf('drill', [
      failover('portal', 'start-and-undo'),
      wait('long', '1h', ['portal']),
    ]);
    const run = await lab.start(
      planOf('drill', [
        failover('databases', 'start-and-undo'),
        child('site_b', inner, { needs: ['databases'] }),
      ]),
    );
    const own = childOf(run, 'site_b');
    await run.until(({ steps }) => steps[1]?.status === 'running' && isIdKnown(steps[1]));
    await untilStarted(own);
    await run.steer('abort', { reason: 'enough' });

    const record = await run.ended();
    const inside = await own.record();

    expect(record.run.outcome).toBe('aborted');
    expect(record.steps[1]).toMatchObject({ status: 'cancelled', output: { outcome: 'aborted' } });
    expect(inside.run).toMatchObject({
      outcome: 'aborted',
      message: `aborted by run ${run.id}: aborted by lead@example.com: enough`,
    });
    expect(inside.cleanup.verdict).toBe('clean');
    expect(record.cleanup.verdict).toBe('clean');
    expect(Date.parse(inside.run.endedAt ?? '')).toBeLessThanOrEqual(
      Date.parse(record.run.endedAt ?? ''),
    );
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 1 });
    expect(lab.truth(CLOUD).started).toBe(lab.truth(CLOUD).undone);
  });

  it('is told to abort when its time is up, and its clean-up is waited for', async () => {
    const inner = planOf('drill', [wait('long', '1h')]);

    const record = await lab.run(
      planOf('drill', [child('site_b', inner, { timeoutSeconds: 1, onFailure: 'continue' })]),
    );

    expect(record.steps[0]).toMatchObject({
      status: 'ignored',
      error: { message: expect.stringContaining('its time limit of 1 s has passed') },
    });
  });

  it('is started once for each item, and anew for a further attempt', async () => {
    const inner = planOf('live', [wait('pause', '1ms')]);
    const failing = planOf('live', [approve('go', { timeoutSeconds: 1, onTimeout: 'abort' })]);
    const run = await lab.start(
      planOf('live', [
        each(child('sites', inner), ['north', 'south east'], { concurrency: 2 }),
        { ...child('again', failing), retry: { attempts: 1, everySeconds: 0 } },
      ]),
    );

    const record = await run.ended();

    const ids = record.steps[0]?.items?.map(({ output }) => (output['run'] as { id: string }).id);
    expect(ids).toEqual([
      `${run.id}.sites-north`,
      expect.stringMatching(new RegExp(`^${run.id}[.]sites-south_east-[0-9a-f]{8}$`)),
    ]);
    expect(record.steps[1]).toMatchObject({
      attempts: 2,
      output: { run: { id: `${run.id}.again.2` } },
    });
  });

  it('that leaves something over leaves it over for its parent too', async () => {
    const hanging = CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: hang');
    const other = await openLab(scenario('', hanging), { groups: GROUPS });
    const inner = planOf('drill', [failover('databases', 'test', { timeoutSeconds: 2 })], {
      pauseTimeoutSeconds: 1,
      cleanupTimeoutSeconds: 2,
    });

    const record = await other.run(
      planOf('drill', [child('site_b', inner)], { pauseTimeoutSeconds: 1 }),
    );
    await other.close();

    expect(record.run.outcome).toBe('unknown');
    expect(record.steps[0]).toMatchObject({ status: 'unknown', error: { type: 'ChildUnknown' } });
    expect(record.cleanup).toMatchObject({
      verdict: 'leftovers',
      targets: [{ target: 'site_b', verdict: 'leftovers' }],
    });
  });

  it.each(['adopt', 'skip'] as const)(
    'of a drill that was terminated leaves over what it may have started, whatever a person says: %s',
    async (choice) => {
      const inner = planOf('drill', [
        failover('portal', 'start-and-undo'),
        wait('long', '1h', ['portal']),
      ]);
      const other = await openLab(scenario(), { lagSeconds: 1 });
      const run = await other.start(
        planOf('drill', [child('site_b', inner), failover('databases', 'test')]),
      );
      const own = childOf(run, 'site_b');
      await untilStarted(own);
      await own.handle.terminate('a test');
      await run.until(({ waitingFor }) => waitingFor.length > 0);

      await run.steer('resolve', { choice });
      const record = await run.ended();
      const { status } = await run.handle.describe();
      await other.close();

      expect(other.truth(PLAIN).state).toBe('failedOver');
      expect(record.run.outcome).toBe('degraded');
      expect(record.cleanup).toMatchObject({
        verdict: 'leftovers',
        targets: [
          { target: 'site_b', action: 'none', verdict: 'leftovers' },
          { target: 'databases', verdict: 'clean' },
        ],
      });
      const left = record.cleanup.targets[0];
      expect(left?.message).toContain(`run ${own.id} gave no word on its clean-up`);
      expect(left?.advice).toContain('"ERP portal" (connection em)');
      expect(status.name).toBe('FAILED');
    },
  );

  it('that ended well before its parent was reset leaves nothing over', async () => {
    const inner = planOf('drill', [failover('databases', 'test')]);
    const run = await lab.start(
      planOf('drill', [wait('first', '1ms'), child('site_b', inner, { needs: ['first'] })]),
    );
    await run.ended();
    await resetToTimer(lab, run.id);
    const again = startedRun(lab.client.workflow.getHandle(run.id));
    await again.until(({ waitingFor }) => waitingFor.length > 0);
    await again.steer('resolve', { choice: 'resend' });
    await again.until(({ waitingFor }) =>
      JSON.stringify(waitingFor[0]?.evidence ?? null).includes('exists already'),
    );
    await again.steer('resolve', { choice: 'adopt' });

    const record = await again.ended();

    expect(record.cleanup).toEqual({ verdict: 'not-needed', targets: [] });
    expect(await again.handle.describe()).toMatchObject({ status: { name: 'COMPLETED' } });
  });

  it('that ends unknown is put before a person, who may take it as it is', async () => {
    const inner = planOf('live', [wait('long', '1h')]);
    const run = await lab.start(planOf('live', [child('site_b', inner)]));
    const own = childOf(run, 'site_b');
    await run.until(({ steps }) => isIdKnown(steps[0]));
    await untilRunning(own);
    await own.handle.terminate('a test');
    const asked = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('resolve', { choice: 'adopt' });

    const record = await run.ended();

    expect(asked.waitingFor[0]).toMatchObject({
      kind: 'unknown',
      choices: ['adopt', 'skip'],
      evidence: { message: expect.stringContaining('ended outside Drillbook') },
    });
    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]).toMatchObject({ status: 'degraded', attempts: 2 });
  });

  it('must not drive what its parent drives: the tree is refused', async () => {
    const inner = planOf('live', [failover('databases', 'start')]);
    const middle = planOf('live', [child('inner', inner)]);

    const record = await lab.run(
      planOf('live', [failover('databases', 'start'), child('outer', middle)]),
    );

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain(
      `step outer.inner runs inner.yaml, which drives "${CLOUD}"`,
    );
  });

  it('may drive what another child has driven before it', async () => {
    const inner = planOf('drill', [failover('databases', 'test')]);

    const record = await lab.run(
      planOf('drill', [child('first', inner), child('second', inner, { needs: ['first'] })]),
    );

    expect(record.run.outcome).toBe('succeeded');
  });

  it('with a name that is on no server refuses a drill, and in a disaster fails alone', async () => {
    const strange = (mode: 'drill' | 'live'): Plan => {
      const plan = planOf(mode, [failover('databases', mode === 'live' ? 'start' : 'test')]);
      return { ...plan, targets: plan.targets.map((one) => ({ ...one, name: 'No such plan' })) };
    };
    const go = (mode: 'drill' | 'live') =>
      lab.run(
        planOf(mode, [
          wait('first', '1ms'),
          child('site_b', strange(mode), { onFailure: 'continue' }),
        ]),
      );

    const [drill, live] = await Promise.all([go('drill'), go('live')]);

    expect(drill.run.outcome).toBe('refused');
    expect(drill.run.message).toContain('step site_b: target databases');
    expect(live.run.outcome).toBe('degraded');
    expect(live.steps[1]).toMatchObject({ status: 'ignored', output: { outcome: 'refused' } });
  });

  it('goes on to its clean-up when its parent is terminated', async () => {
    const inner = planOf('drill', [
      failover('portal', 'start-and-undo'),
      wait('long', '1h', ['portal']),
    ]);
    const before = lab.truth(PLAIN).undone;
    const run = await lab.start(planOf('drill', [child('site_b', inner)]));
    const own = childOf(run, 'site_b');
    await run.until(({ steps }) => isIdKnown(steps[0]));
    await untilStarted(own);
    await run.handle.terminate('a test');

    const inside = await own.ended();

    expect(inside.run.outcome).toBe('aborted');
    expect(inside.cleanup.verdict).toBe('clean');
    expect(lab.truth(PLAIN).undone).toBe(before + 1);
  });

  it('is not started a second time by a parent that was reset', async () => {
    const inner = planOf('live', [wait('pause', '1ms')]);
    const run = await lab.start(
      planOf('live', [wait('first', '1ms'), child('site_b', inner, { needs: ['first'] })]),
    );
    await run.ended();
    await resetToTimer(lab, run.id);
    const again = startedRun(lab.client.workflow.getHandle(run.id));
    const asked = await again.until(({ waitingFor }) => waitingFor.length > 0);
    await again.steer('resolve', { choice: 'resend' });
    const there = await again.until(({ waitingFor }) =>
      JSON.stringify(waitingFor[0]?.evidence ?? null).includes('exists already'),
    );
    await again.steer('resolve', { choice: 'adopt' });

    const record = await again.ended();

    expect(asked.waitingFor[0]?.evidence['message']).toContain('was reset in Temporal');
    expect(there.waitingFor[0]).toMatchObject({
      choices: ['adopt', 'skip'],
      evidence: { run: { id: `${run.id}.site_b`, isOpen: false, outcome: 'succeeded' } },
    });
    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[1]).toMatchObject({
      status: 'degraded',
      output: { run: { id: `${run.id}.site_b`, outcome: 'succeeded', parent: run.id } },
    });
  });

  it('goes on when its parent is reset to a point after its start', async () => {
    const inner = planOf('live', [wait('long', '4s')]);
    const run = await lab.start(
      planOf('live', [
        child('site_b', inner),
        wait('first', '500ms'),
        wait('second', '3s', ['first']),
      ]),
    );
    const own = childOf(run, 'site_b');
    await run.until(({ steps }) => steps[2]?.status === 'running');
    await untilRunning(own);
    await resetToTimer(lab, run.id, 1);
    const again = startedRun(lab.client.workflow.getHandle(run.id));

    const record = await again.ended();

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.output).toMatchObject({ run: { id: own.id, outcome: 'succeeded' } });
  });

  async function untilStarted(own: Started): Promise<void> {
    await untilRunning(own);
    await own.until(
      ({ steps }) => steps[0]?.status === 'succeeded' || steps[0]?.status === 'degraded',
    );
  }

  /** Until its workflow answers. */
  async function untilRunning(own: Started): Promise<void> {
    for (;;) {
      const record = await own.record().catch(() => null);
      if (record?.steps.some(({ status }) => status !== 'pending') === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

function isIdKnown(step: RunRecord['steps'][number] | undefined): boolean {
  return step?.output['run'] !== undefined;
}
