import { afterEach, describe, expect, it } from '@jest/globals';
import type { MachinePolicy } from '../../plan/plan.js';
import { RELEASE_SIGNAL } from '../../plan/workflow-names.js';
import {
  machines,
  machinesOf,
  openReplicaLab,
  replicas,
  replicaScenario,
  resultsOf,
  type ReplicaLab,
} from './replica-lab.js';

const THREE = ['web01', 'web02', 'web03'];
const CRITICAL: MachinePolicy = {
  critical: ['web01'],
  tolerate: { kind: 'count', value: 0 },
  warning: 'ok',
  unverified: 'ok',
  retry: 0,
};

describe('the mark of replicas that are failed over', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await mark()
      .terminate('the test is over')
      .catch(() => undefined);
    await lab.close();
  });

  const mark = () => lab.client.workflow.getHandle(`failed-over/${lab.connection}/replicas`);
  const entries = async () => {
    const { memo, status } = await mark().describe();
    return status.name === 'RUNNING' ? (memo?.['entries'] as { machines: string[] }[]) : null;
  };
  const marked = async () => (await entries())?.flatMap((entry) => entry.machines).sort() ?? null;
  const run = (names: readonly string[], extra: Parameters<typeof replicas>[0] = {}) =>
    lab.run(lab.live([lab.target(names)], [replicas(extra)]));

  it('names each machine and its run; another run skips them, and starts the others', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE)));
    const first = await run(['web01', 'web02']);

    const second = await run(THREE);

    expect(await marked()).toEqual(THREE.map((name) => `${name}@srv13.tech.local`));
    expect(second.run.outcome).toBe('degraded');
    expect(resultsOf(second)).toEqual({ web01: 'skipped', web02: 'skipped', web03: 'succeeded' });
    expect(machinesOf(second)[0]?.message).toContain(first.run.id);
    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 1, 1]);
  });

  it('refuses a run of which all machines are failed over', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE)));
    const first = await run(['web01', 'web02']);

    const second = await run(['web02', 'web01']);

    expect(second.run.outcome).toBe('refused');
    expect(second.run.message).toContain(first.run.id);
    expect(lab.replica('web01').started).toBe(1);
  });

  it('fails a step whose critical machine is skipped', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE)));
    await run(['web01']);

    const second = await run(THREE, { machines: CRITICAL, onFailure: 'continue' });

    expect(second.steps[0]?.status).toBe('ignored');
    expect(second.steps[0]?.error?.message).toMatch(
      /Critical machines must succeed: web01 skipped/,
    );
  });

  it('frees one machine, and ends with the last', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE)));
    await run(['web01', 'web02']);
    const note = { by: 'lead', osUser: 'lead', host: 'console', reason: 'back', at: '' };

    await mark().signal(RELEASE_SIGNAL, { ...note, machines: ['web01@srv13.tech.local'] });
    const again = await run(['web01']);
    await mark().signal(RELEASE_SIGNAL, note);
    const ended: unknown = await mark().result();

    expect(again.run.outcome).toBe('succeeded');
    expect(lab.replica('web01').started).toBe(2);
    expect(ended).toBe('released by lead: back');
  });

  it('takes machines out again whose start was certainly refused', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE)));
    lab.fault({ kind: 'status', code: 400, match: { action: 'failover' } });

    await run(THREE, { concurrency: 1, onFailure: 'continue' });

    expect(await marked()).toEqual(['web02@srv13.tech.local', 'web03@srv13.tech.local']);
  });

  it('keeps a machine whose start is unclear', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE)), { lagSeconds: 1 });
    lab.fault({ kind: 'dropBefore', match: { action: 'failover' } });
    const paused = await lab.start(lab.live([lab.target(['web01'])], [replicas()]));
    await paused.until(({ waitingFor }) => waitingFor.length > 0);

    await paused.steer('abort');
    await paused.ended();

    expect(await marked()).toEqual(['web01@srv13.tech.local']);
  });

  it('is left alone by signals that have not its form', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE)));
    await run(['web01']);

    await mark().signal('markReplicas', { machines: 'all' });
    await mark().signal('markReplicas');

    expect(await mark().query('mark')).toMatchObject({
      entries: [{ machines: ['web01@srv13.tech.local'] }],
    });
  });
});

describe('the hold on the replicas of a connection', () => {
  it('is one for all of them: a second run is refused, or waits', async () => {
    const lab = await openReplicaLab(replicaScenario(machines(THREE, 'takes: 3m')));
    const first = await lab.start(lab.live([lab.target(['web01'])], [replicas()]));
    await first.until(() => lab.replica('web01').started === 1);

    const second = await lab.run(lab.live([lab.target(['web02'])], [replicas()]));
    const third = await lab.run(lab.live([lab.target(['web03'])], [replicas()]), { wait: true });
    await first.ended();

    expect(second.run).toMatchObject({ outcome: 'refused' });
    expect(second.run.message).toContain(first.id);
    expect(third.run.outcome).toBe('succeeded');
    expect(lab.mostAtATime()).toBe(1);
    await lab.close();
  });
});
