import type { Json } from './json.js';
import type { FailoverAction } from './target.js';
import type { Value } from './value.js';

export type OnFailure = 'pause' | 'abort' | 'continue' | 'undo';

/**
 * What every step has. The keys with `?` came later than the first plans: they are left out where
 * the runbook says nothing, so a stored plan and one of today read alike (`step.when ?? null`).
 */
export interface StepBase {
  readonly id: string;
  readonly title: string | null;
  readonly needs: readonly string[];
  /**
   * Machine time of one attempt; of `approve` and `task`: how long a person is waited for. null:
   * no limit, or the verb has one of its own.
   */
  readonly timeoutSeconds: number | null;
  readonly onFailure: OnFailure;
  /** CEL that gives true or false, evaluated when all that the step needs is over. Missing: it runs. */
  readonly when?: string;
  /** Missing: a failed attempt is final. */
  readonly retry?: Retry;
  /** Missing: the step is done once. */
  readonly foreach?: Foreach;
}

/**
 * Further attempts of an attempt that failed, made by the run itself before `onFailure` decides.
 * Only after a clear failure: what is unclear is put before a person, whatever is said here.
 */
export interface Retry {
  /** How many attempts there may be after the first. */
  readonly attempts: number;
  /** The pause before each. */
  readonly everySeconds: number;
}

/** How many may end failed, unknown or cancelled; a percentage is rounded down. */
export type Tolerance =
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'percent'; readonly value: number };

/** The step is done once for each item: `stepForItem` gives the step of one. */
export interface Foreach {
  /** `list`: it stood fast when the plan was made. `cel`: it is evaluated when the step begins. */
  readonly items:
    | { readonly kind: 'list'; readonly values: readonly Json[] }
    | { readonly kind: 'cel'; readonly cel: string };
  /** The name of the item in expressions. */
  readonly as: string;
  /** CEL over the item that gives a text; missing: see `standardItemKey`. */
  readonly key?: string;
  /** CEL over the item: false leaves that one out. The step's own `when` is asked once, for all of them. */
  readonly when?: string;
  /** How many items are done at a time. */
  readonly concurrency: number;
  readonly tolerate: Tolerance;
  /** Set where the step's target is the item: for each of `items.values`, in the same order. */
  readonly targets?: readonly ForeachTarget[];
}

/** What the item's target decides in the step of that item. */
export interface ForeachTarget {
  readonly target: string;
  /** For `failover`. */
  readonly action?: FailoverAction;
  readonly concurrency?: number | null;
}

export interface ReadinessStep extends StepBase {
  readonly verb: 'readiness';
  readonly targets: readonly string[];
  readonly expect: 'idle' | 'failed-over';
  /** In a drill: warnings fail the step. */
  readonly strict: boolean;
}

export interface MachinePolicy {
  readonly critical: readonly string[];
  readonly tolerate: Tolerance;
  readonly warning: 'ok' | 'fail';
  readonly unverified: 'ok' | 'fail';
  /** How often machines that failed are failed over again; 0 where the target is a plan. */
  readonly retry: number;
}

/**
 * `before`: the newest one created before that time. For CDP replicas alone: `at`, that very moment,
 * and `latestConsistent`, the newest application-consistent one.
 */
export type RestorePointChoice =
  | { readonly kind: 'latest' }
  | { readonly kind: 'before'; readonly time: Value }
  | { readonly kind: 'at'; readonly time: Value }
  | { readonly kind: 'latestConsistent' };

export interface FailoverStep extends StepBase {
  readonly verb: 'failover';
  /** A target's id; the expression as written where `foreach.targets` says which. */
  readonly target: string;
  readonly action: FailoverAction;
  readonly restorePoint: RestorePointChoice;
  /** How many replicas are started at a time; null: the target is a plan, which sees to it itself. */
  readonly concurrency: number | null;
  readonly pollSeconds: number;
  readonly machines: MachinePolicy;
}

export interface UndoStep extends StepBase {
  readonly verb: 'undo';
  readonly target: string;
  readonly pollSeconds: number;
}

/** Changes the commands of a `spcFailoverPlan`; null leaves one as it is. */
export interface UpdateStep extends StepBase {
  readonly verb: 'update';
  readonly target: string;
  readonly preFailoverCommand: Value | null;
  readonly postFailoverCommand: Value | null;
}
