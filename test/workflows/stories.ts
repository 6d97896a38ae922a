import { randomUUID } from 'node:crypto';
import { startServer } from '../clients/test-server.js';
import {
  BRANCHES,
  consolePlan,
  consoleScenario,
  MSP,
  SHOP,
  somebodyAt,
  until,
  update,
} from './console.js';
import { CLOUD_MACHINES, scenario } from './lab.js';
import { peopleStories } from './people-stories.js';
import { questionStories } from './question-stories.js';
import { runStories } from './run-stories.js';
import {
  each,
  exprCheck,
  failover,
  http,
  literal,
  planOf,
  portal,
  tcpCheck,
  undo,
  wait,
  web,
} from './plans.js';
import { shippedStories } from './shipped-stories.js';
import type { Story } from './story.js';

const HANGS = CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: hang');
const FAILS = CLOUD_MACHINES.replace('takes: 20s', 'takes: 20s, result: failed');

/** Marks of replicas go by connection and name: each story has names of its own. */
interface Replicas {
  readonly names: readonly string[];
  readonly scenario: string;
}

function replicasOf(count: number, fates: readonly string[] = []): Replicas {
  const own = randomUUID().slice(0, 8);
  const names = Array.from({ length: count }, (_, index) => `web${index}-${own}`);
  const list = names.map(
    (name, index) => `  - { name: ${name}, takes: 10s, result: ${fates[index] ?? 'success'} }`,
  );
  return { names, scenario: `${scenario()}vmReplicas:\n${list.join('\n')}\n` };
}

function replicasPlan({ names }: Replicas, extra: Parameters<typeof failover>[2] = {}) {
  const step = failover('web', 'start', { concurrency: 2, ...extra });
  return { ...planOf('live', [step]), targets: [{ ...web, names }] };
}

const FAILING = replicasOf(3, ['success', 'failed']);
const PAUSED = replicasOf(3);
const LOST = replicasOf(3);
const MANY = replicasOf(251);

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
    name: 'replicas-retried-and-skipped',
    scenario: FAILING.scenario,
    play: async (lab) => {
      const [first = ''] = FAILING.names;
      const machines = failover('web', 'start').machines;
      const run = await lab.start(
        replicasPlan(FAILING, { machines: { ...machines, critical: [first], retry: 1 } }),
      );
      await run.until(({ waitingFor }) => waitingFor.length > 0);
      await run.steer('retry');
      await run.until(({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2);
      await run.steer('skip');
      return run;
    },
  },
  {
    name: 'replicas-paused-and-resumed',
    scenario: PAUSED.scenario,
    play: async (lab) => {
      const run = await lab.start(replicasPlan(PAUSED, { concurrency: 1 }));
      const started = () => lab.simulator.truth().replicas.some(({ started: n }) => n === 1);
      await run.until(started);
      await run.steer('pause');
      await run.until(({ steps }) => steps[0]?.machines[0]?.result === 'succeeded');
      await run.steer('resume');
      return run;
    },
  },
  {
    name: 'replica-answer-lost-and-adopted',
    scenario: LOST.scenario,
    play: async (lab) => {
      lab.fault({ kind: 'restart', acted: true, match: { action: 'failover' } });
      const run = await lab.start(replicasPlan(LOST));
      await run.until(({ waitingFor }) => waitingFor.length > 0);
      await run.steer('resolve', { choice: 'adopt' });
      return run;
    },
  },
  {
    name: 'replicas-in-a-group-of-250-and-another',
    scenario: MANY.scenario,
    play: async (lab) => lab.start(replicasPlan(MANY, { concurrency: 50, timeoutSeconds: 300 })),
  },
  {
    name: 'refused-at-admission',
    scenario: scenario(),
    play: async (lab) =>
      lab.start({ ...planOf('live', [failover('databases', 'start')]), targets: [] }),
  },
  {
    name: 'items-over-targets',
    scenario: scenario(),
    play: async (lab) => {
      const step = failover('databases', 'test', { id: 'all', target: '${{ t }}' });
      const targets = [
        { target: 'databases', action: 'test' as const },
        { target: 'portal', action: 'start-and-undo' as const },
      ];
      const names = targets.map(({ target }) => target);
      return lab.start(planOf('drill', [each(step, names, { as: 't', concurrency: 2, targets })]));
    },
  },
  {
    name: 'left-out-retried-and-unclear-request',
    scenario: scenario(),
    play: async (lab) => {
      const server = await startServer(() => 'drop');
      try {
        const retry = { attempts: 1, everySeconds: 0.1 };
        const run = await lab.start(
          planOf('live', [
            { ...wait('left_out', '1h'), when: 'run.mode == "drill"' },
            { ...tcpCheck('port', literal(1)), retry, onFailure: 'continue' },
            each(http('call', 'POST', server.url), ['a', 'b']),
            exprCheck('over', 'steps.call.status == "degraded"', 60),
          ]),
        );
        for (const item of ['a', 'b']) {
          await run.until(({ waitingFor }) => waitingFor[0]?.item === item);
          await run.steer('resolve', { item, choice: 'adopt' });
        }
        await run.ended();
        return run;
      } finally {
        await server.close();
      }
    },
  },
  {
    name: 'console-update-start-and-undo',
    scenario: consoleScenario(),
    play: async (lab) =>
      lab.start(
        consolePlan('live', [
          update({ pre: { kind: 'literal', value: 'new-pre.cmd' } }),
          failover('branches', 'start', { needs: ['announce'] }),
          undo('branches'),
        ]),
      ),
  },
  {
    name: 'console-drill-with-clean-up',
    scenario: consoleScenario(),
    play: async (lab) =>
      lab.start(
        consolePlan('drill', [failover('branches', 'test'), failover('shop', 'start-and-undo')]),
      ),
  },
  {
    name: 'console-answer-lost-and-sent-again-by-a-person',
    scenario: consoleScenario('switches: { answers: 202 }'),
    play: async (lab) => {
      lab.fault({ kind: 'dropBefore', match: { action: 'start', server: 'console' } });
      const run = await lab.start(consolePlan('live', [failover('branches', 'start')]));
      await run.until(({ waitingFor }) => waitingFor.length > 0);
      await run.steer('resolve', { choice: 'resend' });
      return run;
    },
  },
  {
    name: 'console-started-although-completed',
    scenario: consoleScenario(),
    play: async (lab) => {
      await somebodyAt(lab, 'start', BRANCHES);
      await until(() => lab.truth(BRANCHES).state === 'failedOver');
      const run = await lab.start(consolePlan('live', [failover('branches', 'start')]));
      await run.until(({ waitingFor }) => waitingFor.length > 0);
      await run.steer('resolve', { choice: 'resend' });
      return run;
    },
  },
  {
    name: 'confirm-on-a-plain-plan',
    scenario: consoleScenario(),
    play: async (lab) => {
      const confirm = { connection: MSP, name: SHOP, backupServer: null };
      const plan = planOf('live', [failover('portal', 'start'), undo('portal')]);
      return lab.start({ ...plan, targets: [{ ...portal, name: SHOP, confirm }] });
    },
  },
  ...peopleStories,
  ...runStories,
  ...questionStories,
  ...shippedStories,
];
