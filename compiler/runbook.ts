import type {
  Foreach,
  Mode,
  OnFailure,
  PlanInput,
  PlanTarget,
  Rehearsal,
  Retry,
} from '../plan/plan.js';
import type { Schedule } from '../plan/schedule.js';
import type { StepAction } from './action.js';
import type { Located, Span } from './document-node.js';

/** A runbook as it was read, for all modes: nothing is resolved, everything keeps its place. */
export interface Runbook {
  readonly id: string;
  readonly title: string | null;
  readonly owner: string | null;
  readonly modes: Located<readonly Mode[]>;
  readonly objectives: { readonly rtoSeconds: number | null; readonly rpoSeconds: number | null };
  readonly inputs: readonly PlanInput[];
  /** Where each input stands. */
  readonly inputSpans: ReadonlyMap<string, Span>;
  readonly targets: readonly RunbookTarget[];
  readonly defaults: Defaults;
  readonly steps: readonly RunbookStep[];
  readonly always: readonly RunbookStep[];
  readonly schedule: Located<Schedule> | null;
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
  /** CEL, of each item if it names the item; its place is that of its key, as are those of the two below. */
  readonly when: (Located<string> & { readonly isOfItem: boolean }) | null;
  readonly retry: Located<Retry> | null;
  readonly foreach: ForeachReading | null;
  /** The steps that its expressions name. */
  readonly uses: readonly StepUse[];
  /** null: it could not be read (an error says why); it still has its place in the order. */
  readonly action: StepAction | null;
}

export interface ForeachReading {
  readonly foreach: Omit<Foreach, 'targets'>;
  readonly span: Span;
  readonly tolerateSpan: Span | null;
}

/** A field of another step that an expression names. */
export interface StepUse {
  readonly step: string;
  readonly field: string;
  readonly span: Span;
}
