import type { ScheduleOrigin } from '../../plan/run-input.js';
import { CLOUD, CLOUD_MACHINES, scenario, startedRun } from './lab.js';
import { child, failover, person, planOf, wait } from './plans.js';
import type { Story } from './story.js';

/** A schedule as `schedule apply` puts it into the input of its runs. */
export function scheduleOrigin(maxRunTimeSeconds: number | null): ScheduleOrigin {
  return {
    id: 'erp',
    spec: {
      mode: 'drill',
      when: { kind: 'cron', expression: '0 3 * * SUN' },
      timezone: 'UTC',
      overlap: 'skip',
      catchupSeconds: 3600,
      jitterSeconds: null,
      skip: [],
      pauseOnFailure: true,
      maxRunTimeSeconds,
      inputs: {},
      note: null,
    },
    appliedBy: person,
    appliedAt: '2026-11-26T07:00:00.000Z',
    reason: '',
    file: '/runbooks/erp.yaml',
    host: 'desk',
  };
}

const tested = () => [failover('databases', 'test'), wait('after', '1s', ['databases'])];

/** Runs that are paused, undone or begun by a schedule. */
export const runStories: readonly Story[] = [
  {
    name: 'paused-and-resumed',
    scenario: scenario(),
    play: async (lab) => {
      const run = await lab.start(planOf('drill', tested()));
      await run.until(() => lab.truth(CLOUD).tested === 1);
      await run.steer('pause');
      await run.until(({ steps }) => steps[0]?.status === 'succeeded');
      await run.steer('resume');
      return run;
    },
  },
  {
    name: 'paused-and-never-resumed',
    scenario: scenario(),
    play: async (lab) => {
      const run = await lab.start(planOf('drill', tested(), { pauseTimeoutSeconds: 1 }));
      await run.until(() => lab.truth(CLOUD).tested === 1);
      await run.steer('pause');
      return run;
    },
  },
  {
    name: 'undone-while-it-went-on',
    scenario: scenario(),
    play: async (lab) => {
      const steps = [
        failover('databases', 'start'),
        failover('portal', 'start', { needs: ['databases'] }),
        wait('later', '1h', ['portal']),
      ];
      const run = await lab.start(planOf('live', steps));
      await run.until((record) => record.steps[2]?.status === 'running');
      await run.steer('undo');
      return run;
    },
  },
  {
    name: 'child-whose-clean-up-its-parent-ended',
    scenario: scenario('', CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: hang')),
    play: async (lab) => {
      const inner = planOf('drill', [failover('databases', 'test', { timeoutSeconds: 2 })]);
      const parent = await lab.start(planOf('drill', [child('site_b', inner)]));
      await parent.until(() => lab.truth(CLOUD).tested === 1);
      await parent.steer('abort');
      const own = startedRun(lab.client.workflow.getHandle(`${parent.id}.site_b`));
      await own.until(({ clock }) => clock?.stepsOverAt !== null);
      // A moment later the parent knows it too.
      for (let isTaken = false; !isTaken;) {
        isTaken = await parent.steer('abort').then(
          () => true,
          () => false,
        );
      }
      await parent.ended();
      return own;
    },
  },
  {
    name: 'scheduled-and-out-of-time',
    scenario: scenario(),
    play: (lab) => {
      const steps = [failover('databases', 'test'), wait('later', '1h', ['databases'])];
      return lab.start(planOf('drill', steps), { schedule: scheduleOrigin(8) });
    },
  },
];
