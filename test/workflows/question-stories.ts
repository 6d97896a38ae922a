import type { ReadinessStep } from '../../plan/plan.js';
import { CLOUD_MACHINES, PLAIN, scenario } from './lab.js';
import { each, exprCheck, failover, planOf, undo, wait } from './plans.js';
import type { Story } from './story.js';

const SLOW = `
      - { name: sql01, takes: 5s, undoTakes: 120s }
      - { name: sql02, takes: 5s, undoTakes: 120s }`;
const LONG = '      - { name: web01, takes: 120s }';
const isAsked = ({ waitingFor }: { readonly waitingFor: readonly unknown[] }) =>
  waitingFor.length > 0;

/** Runs that leave a question open, and runs in which one thing must not be driven beside another. */
export const questionStories: readonly Story[] = [
  {
    name: 'undo-past-its-limit-followed-on',
    scenario: scenario('', SLOW),
    play: async (lab) => {
      const steps = [failover('databases', 'start'), undo('databases', { timeoutSeconds: 2 })];
      const run = await lab.start(planOf('live', steps));
      await run.until(isAsked);
      await run.steer('retry');
      return run;
    },
  },
  {
    name: 'undo-beside-an-unseen-end-sent-by-a-person',
    scenario: scenario('', CLOUD_MACHINES, LONG),
    play: async (lab) => {
      lab.fault({ kind: 'sessionExpired', match: { method: 'GET', path: '/api/tasks/' } });
      const steps = [failover('portal', 'start'), undo('portal')];
      const run = await lab.start(planOf('live', steps));
      await run.until(isAsked);
      await run.until(() => lab.truth(PLAIN).state === 'failedOver');
      await run.steer('resolve', { choice: 'resend' });
      return run;
    },
  },
  {
    name: 'undo-unclear-sent-again-and-refused',
    scenario: scenario(),
    play: async (lab) => {
      const steps = [failover('databases', 'start'), undo('databases')];
      lab.fault({ kind: 'dropBefore', match: { action: 'undo' } });
      const run = await lab.start(planOf('live', steps));
      await run.until(isAsked);
      lab.fault({ kind: 'status', code: 400, match: { action: 'undo' } });
      await run.steer('resolve', { choice: 'resend' });
      await run.until((record) => isAsked(record) && record.steps[1]?.attempts === 2);
      await run.steer('resolve', { choice: 'skip' });
      return run;
    },
  },
  {
    name: 'one-plan-wanted-by-two-items',
    scenario: scenario(),
    play: async (lab) => {
      const start = failover('portal', 'start', { onFailure: 'continue' });
      return lab.start(planOf('live', [each(start, ['a', 'b'], { concurrency: 2 })]));
    },
  },
  {
    name: 'blocked-target-sent-on-its-way',
    scenario: scenario(),
    play: async (lab) => {
      const after = { needs: ['ready'] };
      const ready: ReadinessStep = {
        ...{ id: 'ready', title: null, needs: [], timeoutSeconds: 60, onFailure: 'pause' },
        ...{ verb: 'readiness', targets: ['databases'], expect: 'failed-over', strict: false },
      };
      const steps = [
        ready,
        failover('databases', 'start', after),
        failover('portal', 'start', after),
        { ...exprCheck('never', 'run.mode == "drill"', 60), onFailure: 'continue' } as const,
      ];
      const run = await lab.start(planOf('live', steps));
      await run.until(({ steps: [, , portal] }) => (portal?.endedAt ?? null) !== null);
      await run.steer('retry', { step: 'databases' });
      return run;
    },
  },
  {
    name: 'undone-with-leftovers',
    scenario: scenario(),
    play: async (lab) => {
      const steps = [failover('databases', 'start'), wait('later', '1h', ['databases'])];
      const run = await lab.start(planOf('live', steps));
      await run.until(({ steps: [, later] }) => later?.status === 'running');
      lab.fault({ kind: 'status', code: 400, match: { action: 'undo' } });
      await run.steer('undo', { reason: 'false alarm' });
      return run;
    },
  },
];
