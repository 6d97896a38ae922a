import { checkText, type Checked } from './check-text.js';
import type { Draft } from './draft.js';
import { isTarget, writeRunbook, type Source } from './write-runbook.js';

/** A runbook that was written and checked. */
export interface Written {
  readonly text: string;
  readonly drafts: readonly Draft[];
  /** What one run can't hold beside the others. */
  readonly left: readonly Draft[];
  readonly warnings: Extract<Checked, { readonly kind: 'good' }>['warnings'];
}

/**
 * Writes the runbook with as many targets as one run can hold, in their order; null when not even one
 * fits.
 */
export function fit(source: Source, drafts: readonly Draft[]): Written | null {
  const whole = write(source, drafts, drafts.length);
  if (whole !== null) return whole;
  let best: Written | null = null;
  // More targets never make a smaller run, so the limit is found by halving.
  for (let low = 1, high = drafts.length - 1; low <= high;) {
    const middle = Math.floor((low + high) / 2);
    const written = write(source, drafts, middle);
    if (written === null) high = middle - 1;
    else {
      best = written;
      low = middle + 1;
    }
  }
  return best;
}

function write(source: Source, all: readonly Draft[], number: number): Written | null {
  const [drafts, left] = [all.slice(0, number), all.slice(number)];
  const text = writeRunbook(source, drafts, left);
  const checked = checkText(text, drafts.filter(isTarget));
  return checked.kind === 'good' ? { text, drafts, left, warnings: checked.warnings } : null;
}
