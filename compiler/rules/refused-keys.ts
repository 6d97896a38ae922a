import type { Verb } from '../../plan/plan.js';
import { isReplicaKind } from '../../plan/plan.js';
import type { StepAction } from '../action.js';
import { changesSomething } from '../action.js';
import type { RunbookRule } from '../rule.js';
import type { Runbook } from '../runbook.js';
import { nameStep } from '../step-name.js';

interface Refusal {
  readonly why: string;
  readonly advice: string;
}

const NO_RETRY: Partial<Record<Verb, Refusal>> = {
  approve: {
    why: 'a rejection is final',
    advice: 'Remove it; "remindEvery" asks again while nobody has answered.',
  },
  task: {
    why: "a person's answer is final",
    advice: 'Use "onFailure: pause": a person can then retry the step.',
  },
  wait: { why: 'a wait does not fail', advice: 'Remove it.' },
  notify: { why: 'it never fails or holds a run', advice: 'Remove it.' },
  runbook: {
    why: 'it would run all of the other runbook again',
    advice: 'Put "retry" on steps of that runbook, or use "onFailure: pause" here.',
  },
};

/** Keys that every step may have in general, on steps where they would do harm or nothing. */
export const checkRefusedKeys: RunbookRule = (runbook, problems) => {
  for (const { action, retry, onFailure } of [...runbook.steps, ...runbook.always]) {
    if (action === null) continue;
    const what = nameOf(action.verb);
    const refusal = retry === null ? null : refuseRetry(action, runbook);
    if (retry !== null && refusal !== null) {
      problems.add('key-refused', retry.span, { what, key: 'retry', ...refusal });
    }
    if (onFailure === null) continue;
    if (action.verb === 'notify' && onFailure.value !== 'continue') {
      const why = 'it never fails or holds a run';
      const refused = { what, key: 'onFailure', why, advice: 'Remove it.' };
      problems.add('key-refused', onFailure.span, refused);
    } else if (action.verb === 'approve' && onFailure.value === 'continue') {
      problems.add('key-refused', onFailure.span, {
        what,
        key: 'onFailure: continue',
        why: 'what needs it would begin without an approval',
        advice: 'Use pause or abort.',
      });
    }
  }
};

function refuseRetry(action: StepAction, { targets }: Runbook): Refusal | null {
  if (action.verb === 'failover') {
    const isReplicas = action.targets.some(({ value }) => {
      const kind = targets.find(({ id }) => id === value)?.subject?.kind;
      return kind !== undefined && isReplicaKind(kind);
    });
    return {
      why: 'no failover is started again without a person',
      advice: isReplicas
        ? 'Use "machines: { retry: N }", which takes the failed machines alone.'
        : 'Use "onFailure: pause": a person looks, and can then retry the step.',
    };
  }
  if (action.verb === 'http' && changesSomething(action.request)) {
    if (action.request.idempotencyKey !== null) return null;
    return {
      why: `a ${action.request.method} that is sent twice may act twice`,
      advice: 'Give an "idempotencyKey" if the server knows it again, or use "onFailure: pause".',
    };
  }
  return NO_RETRY[action.verb] ?? null;
}

/** With a capital letter, as a sentence begins. */
function nameOf(verb: Verb): string {
  const name = nameStep(verb);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
