import { CLOUD_MACHINES, scenario, type Lab, type Started } from './lab.js';
import { failover, planOf, undo, wait } from './plans.js';

/** A run of each shape that the workflow's code can take: what is recorded is replayed for ever. */
export interface Story {
  readonly name: string;
  readonly scenario: string;
  play(lab: Lab): Promise<Started>;
}

const HANGS = CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: hang');
const FAILS = CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: failed');

export const stories: readonly Story[] = [
  {
    name: 'live-start-and-undo',
    scenario: scenario(),
    play: async (lab) =>
      lab.start(
        planOf('live', [
          { ...failover('databases', 'start') },
          undo('databases'),
          wait('pause', '100ms', ['undo_databases']),
        ]),
      ),
  },
  {
    name: 'drill-with-clean-up',
    scenario: scenario(),
    play: async (lab) =>
      lab.start(
        planOf('drill', [failover('databases', 'test'), failover('portal', 'start-and-undo')]),
      ),
  },
  {
    name: 'machine-failed-retried-and-skipped',
    scenario: scenario('', FAILS),
    play: async (lab) => {
      const run = await lab.start(planOf('live', [failover('databases', 'start')]));
      await run.until(({ waitingFor }) => waitingFor.length > 0);
      await run.steer('retry');
      await run.until(({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2);
      await run.steer('skip');
      return run;
    },
  },
  {
    name: 'answer-lost-and-adopted-by-a-person',
    scenario: scenario(),
    play: async (lab) => {
      lab.fault({ kind: 'restart', acted: true, match: { action: 'start' } });
      const run = await lab.start(planOf('live', [failover('portal', 'start')]));
      await run.until(({ waitingFor }) => waitingFor.length > 0);
      await run.steer('resolve', { choice: 'adopt' });
      return run;
    },
  },
  {
    name: 'refused-then-sent-again',
    scenario: scenario(),
    play: async (lab) => {
      const headers = { 'Retry-After': '1' };
      lab.fault({ kind: 'status', code: 429, headers, match: { action: 'test' } });
      return lab.start(planOf('drill', [failover('databases', 'test')]));
    },
  },
  {
    name: 'time-limit-and-leftovers',
    scenario: scenario('', HANGS),
    play: async (lab) =>
      lab.start(
        planOf('drill', [failover('databases', 'test', { timeoutSeconds: 2 })], {
          pauseTimeoutSeconds: 1,
          cleanupTimeoutSeconds: 2,
        }),
      ),
  },
  {
    name: 'cancelled-drill',
    scenario: scenario(),
    play: async (lab) => {
      const run = await lab.start(
        planOf('drill', [failover('portal', 'start-and-undo'), wait('long', '1h', ['portal'])]),
      );
      await run.until(({ steps }) => steps[0]?.status === 'degraded');
      await run.handle.cancel();
      return run;
    },
  },
  {
    name: 'refused-at-admission',
    scenario: scenario(),
    play: async (lab) =>
      lab.start({ ...planOf('live', [failover('databases', 'start')]), targets: [] }),
  },
];
