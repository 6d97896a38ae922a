import type { CleanupVerdict, RunOutcome } from './outcome.js';

/** How a child run ended, as far as its parent can tell. */
export interface ChildEnd {
  readonly run: string;
  /** null: it was ended outside Drillbook, and nobody wrote one. */
  readonly outcome: RunOutcome | null;
  /** null: it gave no result, and so no word on it. */
  readonly cleanup: CleanupVerdict | null;
  readonly message: string | null;
}

/** What a child's end means for the step that it is. */
export type ChildMeaning =
  | { readonly kind: 'done'; readonly outcome: 'succeeded' | 'degraded' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'cancelled' };

/**
 * Nothing is better for the parent than it was for the child: what it left over degrades the step,
 * what nobody can tell stays unknown. `isStopped`: the parent itself had it aborted.
 */
export function meaningOf(end: ChildEnd, isStopped: boolean): ChildMeaning {
  const words = `run ${end.run}: ${end.outcome ?? 'ended outside Drillbook'}${end.message === null ? '' : `: ${end.message}`}`;
  switch (end.outcome) {
    case 'succeeded':
      return { kind: 'done', outcome: end.cleanup === 'leftovers' ? 'degraded' : 'succeeded' };
    case 'degraded':
      return { kind: 'done', outcome: 'degraded' };
    case 'aborted':
      return isStopped ? { kind: 'cancelled' } : { kind: 'failed', message: words };
    case 'failed':
    case 'refused':
      return { kind: 'failed', message: words };
    case 'unknown':
    case null:
      return { kind: 'unknown', message: words };
  }
}
