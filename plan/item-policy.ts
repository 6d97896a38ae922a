import { toleratedCount } from './machine-policy.js';
import type { StepOutcome } from './outcome.js';
import type { Tolerance } from './step.js';

/** An item with how it ended. */
export interface JudgedItem {
  readonly key: string;
  readonly outcome: StepOutcome;
  /** A person took it out: it is not what the runbook asked for. */
  readonly isSkippedByPerson: boolean;
  /** Its `when` left it out: it is none of those of which so many may fail. */
  readonly isUnwanted?: boolean;
}

/** What a step's items come to, and the rule that decided, for the record. */
export interface ItemsVerdict {
  readonly outcome: 'succeeded' | 'degraded' | 'skipped' | 'failed' | 'unknown' | 'cancelled';
  readonly rule: string;
}

/**
 * Applies `foreach.tolerate` to the ends of a step's items. Within the tolerance a step with an item
 * that is not clean is `degraded`; beyond it, it is as bad as its worst item.
 */
export function judgeItems(tolerate: Tolerance, items: readonly JudgedItem[]): ItemsVerdict {
  const bad = items.filter(({ outcome }) => isBad(outcome));
  const wanted = items.filter(({ isUnwanted }) => isUnwanted !== true).length;
  const allowed = toleratedCount(tolerate, wanted);
  if (bad.length > allowed) {
    const rule = `${bad.length} of ${wanted} items did not succeed, ${allowed} tolerated: ${listed(bad)}.`;
    return { outcome: worst(bad), rule };
  }
  const blemished = items.filter(
    ({ outcome, isSkippedByPerson }) =>
      isSkippedByPerson || !(outcome === 'succeeded' || outcome === 'skipped'),
  );
  if (blemished.length > 0) {
    return { outcome: 'degraded', rule: `Within the tolerance: ${listed(blemished)}.` };
  }
  if (items.every(({ outcome }) => outcome === 'skipped')) {
    return { outcome: 'skipped', rule: 'Every item was skipped.' };
  }
  return { outcome: 'succeeded', rule: 'No item failed.' };
}

/** Whether an item counts against `tolerate`. */
export function isBad(outcome: StepOutcome): boolean {
  return outcome === 'failed' || outcome === 'unknown' || outcome === 'cancelled';
}

function worst(bad: readonly JudgedItem[]): 'unknown' | 'failed' | 'cancelled' {
  const found = new Set(bad.map(({ outcome }) => outcome));
  return found.has('unknown') ? 'unknown' : found.has('failed') ? 'failed' : 'cancelled';
}

const SHOWN = 10;
const KEY_LENGTH = 60;

/** Keeps the sentence readable and the record small when hundreds of items fail. */
function listed(items: readonly JudgedItem[]): string {
  const shown = items
    .slice(0, SHOWN)
    .map(({ key, outcome }) => `${key.slice(0, KEY_LENGTH)} ${outcome}`);
  const more = items.length > SHOWN ? ` and ${items.length - SHOWN} more` : '';
  return `${shown.join(', ')}${more}`;
}
