import { afterEach, describe, expect, it } from '@jest/globals';
import type { MachinePolicy } from '../../plan/plan.js';
import {
  machines,
  machinesOf,
  openReplicaLab,
  replicas,
  replicaScenario,
  resultsOf,
  type ReplicaLab,
} from './replica-lab.js';

const policy = (extra: Partial<MachinePolicy>): MachinePolicy => ({
  critical: [],
  tolerate: { kind: 'count', value: 0 },
  warning: 'ok',
  unverified: 'ok',
  retry: 0,
  ...extra,
});

const THREE = ['web01', 'web02', 'web03'];
const with02 = (fate: string): string => `
vmReplicas:
  - { name: web01, takes: 20s }
  - { name: web02, takes: 20s, result: ${fate} }
  - { name: web03, takes: 20s }
`;

describe('replicas of which not all go well', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });

  const live = (extra: Parameters<typeof replicas>[0] = {}) =>
    lab.live([lab.target(THREE)], [replicas(extra)]);

  it('never has more under way than its concurrency', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `web${index}`);
    lab = await openReplicaLab(replicaScenario(machines(names, 'takes: 40s')));

    const record = await lab.run(lab.live([lab.target(names)], [replicas({ concurrency: 3 })]));

    expect(record.run.outcome).toBe('succeeded');
    expect(lab.mostAtATime()).toBe(3);
  });

  it('is degraded within the tolerance', async () => {
    lab = await openReplicaLab(replicaScenario(with02('failed')));

    const record = await lab.run(
      live({ machines: policy({ tolerate: { kind: 'percent', value: 34 } }) }),
    );

    expect(record.run.outcome).toBe('degraded');
    expect(resultsOf(record)).toEqual({ web01: 'succeeded', web02: 'failed', web03: 'succeeded' });
    expect(machinesOf(record)[1]?.message).toMatch(/restore session .* ended with Failed/);
  });

  it('fails for a critical machine, and a retry starts the failed one alone', async () => {
    lab = await openReplicaLab(replicaScenario(with02('failed')));
    const run = await lab.start(live({ machines: policy({ critical: ['web02'] }) }));
    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await fetch(`${lab.simulator.controlUrl}/replicas/web02`, {
      method: 'POST',
      body: JSON.stringify({ result: 'success' }),
    });

    await run.steer('retry');
    const record = await run.ended();

    expect(paused.waitingFor).toMatchObject([{ step: 'web', kind: 'pause' }]);
    expect(record.run.outcome).toBe('succeeded');
    expect(machinesOf(record).map(({ attempts }) => attempts)).toEqual([1, 2, 1]);
    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 2, 1]);
  });

  it('retries by itself only what failed, as often as the policy says', async () => {
    lab = await openReplicaLab(replicaScenario(with02('failed')));

    const record = await lab.run(live({ machines: policy({ retry: 2 }), onFailure: 'continue' }));

    expect(record.steps[0]).toMatchObject({ status: 'ignored', attempts: 1 });
    expect(machinesOf(record).map(({ attempts }) => attempts)).toEqual([1, 3, 1]);
    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 3, 1]);
  });

  it('retries the machines that a person names, and refuses names that are not there', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE, 'takes: 20s, result: failed')));
    const run = await lab.start(live());
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await expect(run.steer('retry', { machines: ['web09'] })).rejects.toThrow();
    await run.steer('retry', { machines: ['web03'] });
    await run.until(({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2);
    await run.steer('abort');
    await run.ended();

    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 1, 2]);
  });

  it('keeps what ended when a machine hangs past the limit; a retry looks at it first', async () => {
    lab = await openReplicaLab(replicaScenario(with02('hang')));
    const run = await lab.start(live({ timeoutSeconds: 5 }));
    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await fetch(`${lab.simulator.controlUrl}/replicas/web02`, {
      method: 'POST',
      body: JSON.stringify({ result: 'success' }),
    });

    await run.steer('retry');
    const record = await run.ended();

    expect(resultsOf(paused)).toEqual({ web01: 'succeeded', web02: 'unknown', web03: 'succeeded' });
    expect(paused.waitingFor).toMatchObject([{ kind: 'unknown' }]);
    expect(record.run.outcome).toBe('succeeded');
    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 1, 1]);
  });

  it('never starts a machine beside its own job, whatever a person answers', async () => {
    lab = await openReplicaLab(replicaScenario(with02('hang')));
    const run = await lab.start(live({ timeoutSeconds: 4 }));
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await run.steer('resolve', { choice: 'resend' });
    await run.until(({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2);
    await run.steer('retry');
    await run.until(({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 3);
    await run.steer('abort');
    await run.ended();

    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 1, 1]);
  });

  it('blocks one place only with a machine that hangs, and cancels what the limit leaves', async () => {
    const names = ['web02', 'web01', 'web03', 'web04', 'web05'];
    lab = await openReplicaLab(
      replicaScenario(
        `${with02('hang')}  - { name: web04, takes: 20s }\n  - { name: web05, takes: 1h }\n`,
      ),
    );
    const run = await lab.start(
      lab.live(
        [lab.target([...names, 'web06'])],
        [replicas({ concurrency: 2, timeoutSeconds: 9 })],
      ),
    );
    const refused = await run.ended();
    const second = await lab.start(
      lab.live([lab.target(names)], [replicas({ concurrency: 2, timeoutSeconds: 9 })]),
    );
    const paused = await second.until(({ waitingFor }) => waitingFor.length > 0);
    await second.steer('abort');
    await second.ended();

    expect(refused.run.outcome).toBe('refused');
    expect(resultsOf(paused)).toEqual({
      web02: 'unknown',
      web01: 'succeeded',
      web03: 'succeeded',
      web04: 'succeeded',
      web05: 'unknown',
    });
  });

  it('begins nothing more after an abort, and follows what runs to its end', async () => {
    lab = await openReplicaLab(replicaScenario(machines(THREE, 'takes: 3m')));
    const run = await lab.start(live({ concurrency: 1 }));
    await run.until(() => lab.replica('web01').started === 1);

    await run.steer('abort');
    const record = await run.ended();

    expect(record.run.outcome).toBe('aborted');
    expect(resultsOf(record)).toEqual({
      web01: 'succeeded',
      web02: 'cancelled',
      web03: 'cancelled',
    });
    expect(THREE.map((name) => lab.replica(name).started)).toEqual([1, 0, 0]);
  });

  it('fails a machine whose task the server ends as failed', async () => {
    lab = await openReplicaLab(
      replicaScenario(machines(THREE), 'switches: { failoverWhenFailedOver: taskFailed }'),
    );
    await fetch(`${lab.simulator.controlUrl}/replicas/web02`, {
      method: 'POST',
      body: JSON.stringify({ state: 'failover' }),
    });

    const record = await lab.run(live({ onFailure: 'continue' }));

    expect(resultsOf(record)).toEqual({ web01: 'succeeded', web02: 'failed', web03: 'succeeded' });
    expect(machinesOf(record)[1]?.message).toMatch(
      /ended the task as failed: .*failed over already/,
    );
  });
});
