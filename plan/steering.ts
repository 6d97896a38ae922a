import type { Person } from './run-input.js';

/**
 * What a person can tell a run. Each is a Temporal update of the same name with one argument of
 * this type and a validator; a refused one throws `SteeringRefused` and leaves no event.
 */
export type SteeringVerb = 'retry' | 'skip' | 'resolve' | 'abort';

export type ResolveChoice = 'adopt' | 'resend' | 'skip';

export interface SteeringCommand {
  readonly verb: SteeringVerb;
  /** null: the only step that waits; refused where more than one does. */
  readonly step: string | null;
  readonly item: string | null;
  /** Empty: all that failed. */
  readonly machines: readonly string[];
  /** For `resolve` only. */
  readonly choice: ResolveChoice | null;
  readonly person: Person;
  readonly reason: string;
}

/** What an accepted command answers. */
export interface SteeringReceipt {
  readonly verb: SteeringVerb;
  readonly step: string | null;
  readonly at: string;
}

export const STEERING_REFUSED = 'SteeringRefused';

/** The query that gives the whole RunRecord. */
export const RECORD_QUERY = 'record';

/** The query that gives the run's journal: the entries that the chain of hashes goes over. */
export const JOURNAL_QUERY = 'journal';
