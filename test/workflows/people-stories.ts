import { planHash } from '../../plan/canonical.js';
import type { Plan } from '../../plan/plan.js';
import type { Person } from '../../plan/run-input.js';
import { scenario, startedRun, type Lab, type LabOptions, type Started } from './lab.js';
import { approve, child, failover, notify, planOf, task, wait } from './plans.js';
import type { Story } from './story.js';

// The secret of its url is not there: each message fails at once, and is given up.
const url = { kind: 'env', name: 'NO_SUCH_URL', where: 'notifications.chat.url' } as const;
const options: LabOptions = {
  groups: { leads: ['ann@x', 'bob@x'] },
  notifications: [
    {
      ...{ type: 'webhook', name: 'chat', url, tls: { caFile: null, insecure: false } },
      events: ['started', 'waiting', 'degraded', 'failed', 'ended'],
    },
  ],
};

const quiet: LabOptions = { groups: { leads: ['ann@x', 'bob@x'] } };

function by(name: string): Person {
  return { name, osUser: name.slice(0, 3), host: 'desk', authenticated: false };
}

async function waiting(run: Started): Promise<void> {
  await run.until(({ waitingFor }) => waitingFor.length > 0);
}

/** A drill whose child asks before it tests. */
const inner = planOf('drill', [approve('go'), failover('databases', 'test', { needs: ['go'] })]);

async function approvedChild(
  lab: Lab,
): Promise<{ readonly parent: Started; readonly own: Started }> {
  const parent = await lab.start(planOf('drill', [child('site_b', inner)]));
  await waiting(parent);
  const own = startedRun(lab.client.workflow.getHandle(`${parent.id}.site_b`));
  await own.steer('approve', { person: by('ann@x'), planHash: planHash(inner) });
  await parent.ended();
  return { parent, own };
}

/** Runs in which people are asked and told, and runs within runs. */
export const peopleStories: readonly Story[] = [
  {
    name: 'approved-by-two-answered-and-told',
    scenario: scenario(),
    options,
    play: async (lab) => {
      const plan: Plan = planOf('live', [
        approve('go', { min: 2, remindEverySeconds: 1 }),
        task('call', { needs: ['go'], onFailure: 'continue' }),
        notify('tell', { needs: ['call'] }),
      ]);
      const run = await lab.start(plan);
      await waiting(run);
      const seen = { planHash: planHash(plan) };
      await run.steer('approve', { person: by('ann@x'), ...seen });
      await run.until(({ notifications }) => (notifications?.length ?? 0) > 2);
      await run.steer('approve', { person: by('bob@x'), ...seen });
      await run.until(({ waitingFor }) => waitingFor[0]?.step === 'call');
      await run.steer('answer', { choice: 'failed', note: 'no line' });
      return run;
    },
  },
  {
    name: 'late-then-rejected',
    scenario: scenario(),
    options: quiet,
    play: async (lab) => {
      const plan = planOf('live', [approve('go', { timeoutSeconds: 1 })]);
      const run = await lab.start(plan);
      await run.until(({ waitingFor }) => waitingFor[0]?.evidence['late'] !== undefined);
      const seen = { planHash: planHash(plan) };
      await run.steer('reject', { person: by('ann@x'), reason: 'no', ...seen });
      return run;
    },
  },
  {
    name: 'parent-of-a-child-that-asks',
    scenario: scenario(),
    options: quiet,
    play: async (lab) => (await approvedChild(lab)).parent,
  },
  {
    name: 'child-that-asks',
    scenario: scenario(),
    options: quiet,
    play: async (lab) => (await approvedChild(lab)).own,
  },
  {
    name: 'aborted-with-its-child',
    scenario: scenario(),
    options: quiet,
    play: async (lab) => {
      const run = await lab.start(
        planOf('drill', [child('site_b', planOf('drill', [wait('long', '1h')]))]),
      );
      await run.until(({ steps }) => steps[0]?.output['run'] !== undefined);
      await run.steer('abort');
      return run;
    },
  },
];
