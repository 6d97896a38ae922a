import { isBad, judgeItems } from '../plan/item-policy.js';
import type { StepOutcome, StepStatus } from '../plan/outcome.js';
import type { StepState } from './step-state.js';
import { failed, unknown, type Verdict } from './verdict.js';

/** What a step's items come to, all of them being over. */
export function judgeStepItems(step: StepState): Verdict {
  const items = step.items ?? [];
  const { foreach } = step.plan;
  const judged = judgeItems(
    foreach?.tolerate ?? { kind: 'count', value: 0 },
    items.map(({ item, status, skippedByPerson, isWanted }) => ({
      key: item?.key ?? '',
      outcome: asOutcome(status),
      isSkippedByPerson: skippedByPerson,
      isUnwanted: isWanted === false,
    })),
  );
  step.output['rule'] = judged.rule;
  switch (judged.outcome) {
    case 'succeeded':
    case 'degraded':
    case 'skipped':
      return { kind: 'done', outcome: judged.outcome };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'unknown':
      return unknown('ItemsUnknown', withReason(judged.rule, items), {});
    case 'failed':
      return failed('ItemsFailed', withReason(judged.rule, items));
  }
}

/** The items that count against `tolerate`. */
export function failedItems(step: StepState): readonly StepState[] {
  return (step.items ?? []).filter(({ status }) => isOver(status) && isBad(status));
}

/** Lets failed items, or the one of them that is meant, be attempted again. */
export function reopenItems(step: StepState, key: string | null): void {
  for (const item of failedItems(step)) {
    if (key !== null && item.item?.key !== key) continue;
    item.status = 'pending';
    // Machines that were named in an earlier answer are no word on this one.
    item.named = [];
  }
}

/** The rule, and why the first of them failed: most often it is the same for all. */
function withReason(rule: string, items: readonly StepState[]): string {
  for (const { item, status, error } of items) {
    if (!isOver(status) || !isBad(status) || error === null) continue;
    return `${rule.replace(/\.$/, '')}; ${(item?.key ?? '').slice(0, 60)}: ${error.message}`;
  }
  return rule;
}

function isOver(status: StepStatus): status is StepOutcome {
  return status !== 'pending' && status !== 'running' && status !== 'waiting';
}

/** Asked when all are over; an item that is not counts as unknown rather than as good. */
function asOutcome(status: StepStatus): StepOutcome {
  return isOver(status) ? status : 'unknown';
}
