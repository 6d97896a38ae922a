import type {
  Mode,
  OnFailure,
  PlanInput,
  PlanTarget,
  Rehearsal,
  FailoverStep,
  CheckProbe,
} from '../plan/plan.js';
import type { Value } from '../plan/value.js';
import type { Located, Span } from './document-node.js';

/** A runbook as it was read, for all modes: nothing is resolved, everything keeps its place. */
export interface Runbook {
  readonly id: string;
  readonly title: string | null;
  readonly owner: string | null;
  readonly modes: Located<readonly Mode[]>;
  readonly objectives: { readonly rtoSeconds: number | null; readonly rpoSeconds: number | null };
  readonly inputs: readonly PlanInput[];
  readonly targets: readonly RunbookTarget[];
  readonly defaults: Defaults;
  readonly steps: readonly RunbookStep[];
  readonly always: readonly RunbookStep[];
  /** Where to point when the steps as a whole are meant. */
  readonly stepsSpan: Span;
}

export interface RunbookTarget {
  readonly id: string;
  readonly idSpan: Span;
  readonly connection: string;
  readonly connectionSpan: Span;
  /** What is failed over. null: it could not be read (an error says why). */
  readonly subject: TargetSubject | null;
  /** Where its kind stands. */
  readonly kindSpan: Span;
  readonly confirmSpan: Span | null;
  readonly rehearse: Located<Rehearsal> | null;
  readonly labels: readonly string[];
}

type SubjectOf<T> = T extends PlanTarget
  ? Omit<T, 'id' | 'connection' | 'rehearse' | 'labels'>
  : never;

/** The part of a target that its kind decides. */
export type TargetSubject = SubjectOf<PlanTarget>;

export interface Defaults {
  readonly timeoutSeconds: number | null;
  readonly pollSeconds: number;
  readonly pauseTimeoutSeconds: number;
  readonly cleanupTimeoutSeconds: number;
  readonly onFailure: OnFailure | null;
}

export interface RunbookStep {
  readonly id: string;
  readonly idSpan: Span;
  readonly title: string | null;
  /** null: the step above. */
  readonly needs: readonly Located<string>[] | null;
  /** null: all modes of the runbook. */
  readonly modes: Located<readonly Mode[]> | null;
  readonly timeoutSeconds: number | null;
  readonly onFailure: Located<OnFailure> | null;
  /** null: it could not be read (an error says why); it still has its place in the order. */
  readonly action: StepAction | null;
}

export type StepAction =
  | ReadinessAction
  | FailoverAction
  | UndoAction
  | UpdateAction
  | CheckAction
  | { readonly verb: 'wait'; readonly verbSpan: Span; readonly wait: WaitChoice };

export type WaitChoice =
  | { readonly kind: 'for'; readonly duration: Value }
  | { readonly kind: 'until'; readonly time: Value };

export interface ReadinessAction {
  readonly verb: 'readiness';
  readonly verbSpan: Span;
  readonly targets: 'all' | readonly Located<string>[];
  readonly expect: 'idle' | 'failed-over';
  readonly strict: boolean;
}

export interface FailoverAction {
  readonly verb: 'failover';
  readonly verbSpan: Span;
  readonly target: Located<string>;
  readonly restorePoint: Located<FailoverStep['restorePoint']> | null;
  /** null: nothing is said, see `concurrencySpan`. */
  readonly concurrency: number | null;
  readonly concurrencySpan: Span | null;
  readonly pollSeconds: number | null;
  readonly machines: FailoverStep['machines'];
  /** Where parts of `machines` stand, if they are said. */
  readonly critical: readonly Located<string>[];
  readonly tolerateSpan: Span | null;
  readonly retrySpan: Span | null;
}

export interface UndoAction {
  readonly verb: 'undo';
  readonly verbSpan: Span;
  readonly target: Located<string>;
  readonly pollSeconds: number | null;
  /** `drill: run`: it runs in drills as well. */
  readonly inDrill: boolean;
}

export interface UpdateAction {
  readonly verb: 'update';
  readonly verbSpan: Span;
  readonly target: Located<string>;
  readonly preFailoverCommand: Value | null;
  readonly postFailoverCommand: Value | null;
  /** `drill: run`: it runs in drills as well. */
  readonly inDrill: boolean;
}

export interface CheckAction {
  readonly verb: 'check';
  readonly verbSpan: Span;
  readonly probe: CheckProbe;
  readonly expect: 'open' | 'closed';
  readonly everySeconds: number;
  readonly withinSeconds: number;
}
