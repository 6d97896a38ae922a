import type { Person } from './run-input.js';

/**
 * What a person can tell a run. Each is a Temporal update of the same name with one argument of
 * this type and a validator; a refused one throws `SteeringRefused` and leaves no event.
 */
export type SteeringVerb =
  | 'retry'
  | 'skip'
  | 'resolve'
  | 'abort'
  | 'approve'
  | 'reject'
  | 'answer'
  | 'pause'
  | 'resume'
  | 'undo';

/** Commands that are about the whole run, whatever waits. */
export const RUN_VERBS: ReadonlySet<SteeringVerb> = new Set(['abort', 'pause', 'resume', 'undo']);

export type ResolveChoice = 'adopt' | 'resend' | 'skip';

/** What a person says of the work that a `task` gave them. */
export type TaskAnswer = 'done' | 'failed' | 'skipped';

export interface SteeringCommand {
  readonly verb: SteeringVerb;
  /** null: the only step that waits; refused where more than one does. */
  readonly step: string | null;
  readonly item: string | null;
  /** Empty: all that failed. */
  readonly machines: readonly string[];
  /** For `resolve` and `answer`. */
  readonly choice: ResolveChoice | TaskAnswer | null;
  readonly person: Person;
  readonly reason: string;
  /** For `approve` and `reject`: the hash of the plan that the person has seen. */
  readonly planHash?: string;
  /** For `approve`: one of the step's `breakGlass` group passes it alone. */
  readonly isBreakGlass?: boolean;
  /** For `answer`: what else there is to say of the work. */
  readonly note?: string;
}

/** What an accepted command answers. */
export interface SteeringReceipt {
  readonly verb: SteeringVerb;
  readonly step: string | null;
  readonly at: string;
  /** Of `approve`: how many more are needed. */
  readonly missing?: number;
}

export const STEERING_REFUSED = 'SteeringRefused';

/** The query that gives the whole RunRecord. */
export const RECORD_QUERY = 'record';

/** The query that gives the run's journal: the entries that the chain of hashes goes over. */
export const JOURNAL_QUERY = 'journal';
