import type { FailoverStep, Plan, PlanStep, PlanTarget } from '../../plan/plan.js';
import { replicaNames } from '../../plan/plan.js';
import { plainText } from '../terminal/plain-text.js';
import { showValue } from '../terminal/show-value.js';

/** What a person does where the engine is down: one line each, in Veeam's own words. */
export function byHand(step: PlanStep, plan: Plan): readonly string[] {
  switch (step.verb) {
    case 'readiness':
      return step.targets.map(
        (id) =>
          `Look at ${whatIs(plan, id)}: is it there, is nothing of it running, is it ${step.expect === 'idle' ? 'not failed over' : 'failed over'}, how old are its restore points?`,
      );
    case 'failover':
      return failoverByHand(step, plan);
    case 'undo':
      return [
        `Look that the newest session of ${whatIs(plan, step.target)} is the one to be undone.`,
        `Undo ${whatIs(plan, step.target)}. All changes since its failover are lost.`,
      ];
    case 'update':
      return [`Change the commands of ${whatIs(plan, step.target)}; write down the old ones.`];
    case 'check':
      return [
        step.expect === 'closed'
          ? 'Check that it does NOT answer. Go on only if it does not.'
          : 'Check that it holds. Try again until the limit has passed.',
      ];
    case 'approve':
      return ['Get the approvals, with name, time and reason, before anything below.'];
    case 'task':
      return [
        `Have it done by ${step.from.map(plainText).join(', ')}: ${plainText(showValue(step.do))}`,
      ];
    case 'wait':
      return ['Wait.'];
    case 'http':
      return ['Send the request once; write down its answer.'];
    case 'notify':
      return ['Tell the people.'];
    case 'runbook':
      return [`Go through the runbook ${plainText(step.file)} on its own paper.`];
  }
}

function failoverByHand(step: FailoverStep, plan: Plan): readonly string[] {
  const what = whatIs(plan, step.target);
  switch (step.action) {
    case 'skip':
      return [`Nothing: ${what} is left out of drills.`];
    case 'test':
      return [`Test ${what} (never start it), and wait until its session is Stopped.`];
    case 'start':
    case 'start-and-undo':
      return [
        `Look that nothing of ${what} is running and that it is not failed over.`,
        `Start ${what} ONCE. If you do not see whether it started, look at the running sessions; do not start it again.`,
        'Write down the session, and the state of each machine.',
        ...(step.action === 'start-and-undo' ? [`At the end of the drill undo ${what}.`] : []),
      ];
  }
}

/** A target as a person finds it in Veeam. */
export function whatIs(plan: Plan, id: string): string {
  const target = plan.targets.find((one) => one.id === id);
  return target === undefined ? plainText(id) : describeTarget(target);
}

function describeTarget(target: PlanTarget): string {
  const server = target.backupServer === null ? '' : ` on backup server ${target.backupServer}`;
  const names = replicaNames(target);
  if (names !== null) {
    return plainText(`the ${KINDS[target.kind]} ${names.join(', ')}${server}`);
  }
  const name = 'name' in target ? target.name : '';
  return plainText(`the ${KINDS[target.kind]} "${name}"${server}`);
}

const KINDS: Readonly<Record<PlanTarget['kind'], string>> = {
  cloudFailoverPlan: 'cloud failover plan',
  failoverPlan: 'failover plan',
  spcFailoverPlan: "Service Provider Console's failover plan",
  vmReplicas: 'replicas',
  vAppReplicas: 'vApp replicas',
  cdpReplicas: 'CDP replicas',
};
