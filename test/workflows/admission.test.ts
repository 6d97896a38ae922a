import { afterEach, describe, expect, it } from '@jest/globals';
import type { Mode, ReadinessStep } from '../../plan/plan.js';
import { markWorkflowId } from '../../plan/workflow-names.js';
import {
  CLOUD,
  failureOf,
  openLab,
  PASSWORD,
  PLAIN,
  scenario,
  type Lab,
  type Started,
} from './lab.js';
import { databases, failover, person, planOf, portal, undo, wait, web } from './plans.js';

describe('admission', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('refuses a plan that was changed after compiling', async () => {
    lab = await openLab();
    const plan = {
      ...planOf('live', [failover('databases', 'start')]),
      always: [wait('tidy', '1ms')],
    };

    const record = await lab.run(plan, { planHash: `sha256:${'0'.repeat(64)}` });

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('changed after compiling');
    expect(record.steps.map(({ id, status }) => [id, status])).toContainEqual(['tidy', 'skipped']);
    expect(lab.truth(CLOUD).started).toBe(0);
  });

  it('refuses a name that is on no server, with the nearest one', async () => {
    lab = await openLab();
    const plan = planOf('live', [failover('databases', 'start')]);

    const record = await lab.run({ ...plan, targets: [{ ...databases, name: 'ERP database' }] });

    expect(record.run).toMatchObject({ outcome: 'refused', state: 'finished' });
    expect(record.run.message).toContain('did you mean "ERP databases"');
    expect(record.cleanup.verdict).toBe('not-needed');
  });

  it('ends a run that it refuses, though its last step asks whether the target is ready', async () => {
    lab = await openLab();
    const plan = planOf('drill', [failover('databases', 'test')]);
    const ready: ReadinessStep = {
      ...{ id: 'ready', title: null, timeoutSeconds: 60, needs: [], onFailure: 'continue' },
      ...{ verb: 'readiness', targets: ['databases'], expect: 'idle', strict: false },
    };

    const record = await lab.run({
      ...plan,
      targets: [{ ...databases, name: 'ERP database' }],
      always: [ready],
    });

    expect(record.run).toMatchObject({ outcome: 'refused', state: 'finished' });
    expect(record.steps[1]).toMatchObject({ id: 'ready', error: { type: 'NotReady' } });
    expect(record.steps[1]?.output['findings']).toMatchObject([
      { target: 'databases', level: 'blocker', what: expect.stringContaining('was not admitted') },
    ]);
  });

  it('refuses replicas that the server does not have, and touches nothing', async () => {
    lab = await openLab();
    const plan = planOf('live', [
      failover('databases', 'start'),
      failover('web', 'start', { concurrency: 10 }),
    ]);

    const record = await lab.run({ ...plan, targets: [databases, { ...web, names: ['web99'] }] });

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('web99');
    expect(lab.truth(CLOUD).started).toBe(0);
  });

  it('refuses a drill whose critical machine is in no plan, before anything is tested', async () => {
    lab = await openLab();
    const step = failover('databases', 'test');
    const plan = planOf('drill', [{ ...step, machines: { ...step.machines, critical: ['sql1'] } }]);

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('has no machine sql1');
    expect(lab.truth(CLOUD).tested).toBe(0);
  });

  it('refuses two targets that are one plan on the server', async () => {
    lab = await openLab();
    const plan = planOf('live', [failover('portal', 'start'), failover('again', 'start')]);

    const record = await lab.run({ ...plan, targets: [portal, { ...portal, id: 'again' }] });

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('one and the same plan');
  });

  it('refuses a target that another run holds, and names that run', async () => {
    lab = await openLab();
    const first = await lab.start(
      planOf('live', [wait('first', '1h'), failover('databases', 'start', { needs: ['first'] })]),
    );
    await first.until(({ steps }) => steps[0]?.status === 'running');

    const second = await lab.start(planOf('drill', [failover('databases', 'test')]));
    const record = await second.ended();
    await first.steer('abort');
    await first.ended();

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain(first.id);
    expect((await failureOf(second.handle)).run.outcome).toBe('refused');
    expect(lab.truth(CLOUD).tested).toBe(0);
  });

  it('waits for a held target when told so, and then goes on', async () => {
    lab = await openLab();
    const first = await lab.start(
      planOf('live', [wait('first', '1h'), failover('databases', 'start', { needs: ['first'] })]),
    );
    await first.until(({ steps }) => steps[0]?.status === 'running');
    const plan = planOf('drill', [failover('databases', 'test')]);
    const second = await lab.start(plan, { wait: true });
    const waiting = await second.until(({ waitingFor }) => waitingFor.length > 0);

    await first.steer('abort');
    const record = await second.ended();

    expect(waiting.waitingFor).toMatchObject([{ kind: 'target', evidence: { heldBy: first.id } }]);
    expect(record.run.outcome).toBe('succeeded');
  });

  it('lets a live run end the drill that is in its way', async () => {
    lab = await openLab();
    const drill = await lab.start(
      planOf('drill', [failover('portal', 'start-and-undo'), wait('long', '1h', ['portal'])]),
    );
    await drill.until(({ steps }) => steps[0]?.status === 'degraded');

    const record = await lab.run(planOf('live', [failover('portal', 'start')]), { preempt: true });
    const drilled = await drill.ended();

    expect(drilled.run.outcome).toBe('aborted');
    expect(drilled.cleanup.verdict).toBe('clean');
    expect(record.run.outcome).toBe('degraded');
    expect(lab.truth(PLAIN).requests.map(({ action }) => action)).toEqual([
      'start',
      'undo',
      'start',
    ]);
  });

  it('lets a live run end the drill that took the target before it could', async () => {
    lab = await openLab();
    const held = (mode: Mode) =>
      planOf(mode, [
        wait('long', '1h'),
        failover('databases', mode === 'live' ? 'start' : 'test', { needs: ['long'] }),
      ]);
    const first = await lab.start(held('live'));
    await first.until(({ steps }) => steps[0]?.status === 'running');
    const plan = planOf('live', [failover('databases', 'start')]);
    const live = await lab.start(plan, { wait: true, preempt: true });
    await untilLookedAgain(live);
    await first.steer('abort');
    await first.ended();
    const drill = await lab.start(held('drill'), { wait: true });

    const { waitingFor } = await live.until(
      (record) => record.waitingFor[0]?.evidence['heldBy'] === drill.id,
    );
    const drilled = await drill.ended();
    const record = await live.ended();

    expect(waitingFor).toMatchObject([{ kind: 'target', evidence: { heldBy: drill.id } }]);
    expect(drilled.run).toMatchObject({ outcome: 'aborted' });
    expect(drilled.run.message).toContain(`preempted by live run ${live.id}`);
    expect(record.run.outcome).toBe('succeeded');
  });

  /** It has seen that the target is still held, and looks next in four seconds. */
  async function untilLookedAgain({ handle }: Started): Promise<void> {
    for (;;) {
      const { events } = await handle.fetchHistory();
      const timers = events?.filter((event) => Boolean(event.timerStartedEventAttributes));
      if ((timers?.length ?? 0) >= 2) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it('refuses to start or rehearse what a live run has failed over, until it is undone', async () => {
    lab = await openLab();
    await lab.run(planOf('live', [failover('portal', 'start')]));

    const drill = await lab.run(planOf('drill', [failover('portal', 'start-and-undo')]));
    const live = await lab.run(planOf('live', [failover('portal', 'start')]));
    const undone = await lab.run(planOf('live', [undo('portal', { needs: [] })]));
    const after = await lab.run(planOf('drill', [failover('portal', 'start-and-undo')]));

    expect(drill.run.outcome).toBe('refused');
    expect(live.run.outcome).toBe('refused');
    expect(undone.run.outcome).toBe('succeeded');
    expect(after.run.outcome).toBe('degraded');
    expect(after.cleanup.verdict).toBe('clean');
    expect(lab.truth(PLAIN)).toMatchObject({ started: 2, undone: 2 });
  });

  it('refuses a cloud plan that somebody else has failed over', async () => {
    lab = await openLab();
    await lab.run(planOf('live', [failover('databases', 'start')]));
    // The mark is taken away: now only the server's own states tell.
    await lab.client.workflow.getHandle(markWorkflowId(lab.truth(CLOUD).id)).terminate('a test');

    const record = await lab.run(planOf('drill', [failover('databases', 'test')]));

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('is failed over on the server');
    expect(lab.truth(CLOUD)).toMatchObject({ started: 1, tested: 0 });
  });

  it('refuses a wrong password in one sentence without it', async () => {
    lab = await openLab(
      scenario('server: { users: [{ name: dr, password: another, role: RestoreOperator }] }'),
    );

    const record = await lab.run(planOf('live', [failover('databases', 'start')]));

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toMatch(/user name or password|credentials/i);
    expect(JSON.stringify(record)).not.toContain(PASSWORD);
  });

  it('writes down who started it and in whose name', async () => {
    lab = await openLab();

    const record = await lab.run(planOf('drill', [failover('databases', 'test')]), {
      reason: 'quarterly drill',
    });

    expect(record.run).toMatchObject({ startedBy: person.name, reason: 'quarterly drill' });
    expect(record.chain.head).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
