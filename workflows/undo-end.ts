import type { JobEvidence, ResolvedTarget } from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import type { Drive } from './drive.js';

export interface UndoRequest {
  readonly step: string;
  readonly attempt: number;
  readonly target: ResolvedTarget;
  /** This run's own driving of the target, where it has one. */
  readonly drive: Drive | null;
  /** The runbook or a person asked for it; clean-up is not asked and needs proof of ownership. */
  readonly isAsked: boolean;
  readonly deadline: number;
  readonly pollSeconds: number;
  /** A person says that an undo whose answer was lost has happened. */
  readonly isAdopted: boolean;
  /** An undo was accepted and not over at its time limit: that one is followed on, and nothing is sent. */
  readonly isFollowedOn?: boolean;
  /** A person was asked about a job whose end was not seen, and says that the undo is to be sent all the same. */
  readonly isDespiteUnseenEnd?: boolean;
  /** Clean-up, and `onFailure: undo`, go on when the run has stopped. */
  readonly evenWhenStopped: boolean;
  /** Of a clean-up: a person who ends that ends the following of the undo as well. */
  readonly isOfCleanUp?: true;
}

/**
 * - undone: proven as far as the server tells; - refused: nothing was undone, and why;
 * - unproven: accepted, but its end can't be seen; - unclear: it may have happened.
 */
export interface UndoEnd {
  readonly kind: 'undone' | 'refused' | 'unproven' | 'unclear';
  readonly message: string;
  readonly evidence: JsonObject;
  /** The server ended the undo's task as failed: it did not happen, and may be tried again. */
  readonly isTaskFailure: boolean;
  /** It was seen not to be over at the time limit: machines are failed over still, or its job runs. */
  readonly isUnfinished: boolean;
  /** Nothing was sent, for the end of the job that it would undo was not seen. */
  readonly isEndUnseen: boolean;
  /** How we know that the server took it; null: it did not, or nobody can tell. */
  readonly acceptedBy: JobEvidence | null;
}

/** An end without an acceptance. */
export function end(kind: UndoEnd['kind'], message: string, evidence: JsonObject): UndoEnd {
  const flags = { isTaskFailure: false, isUnfinished: false, isEndUnseen: false };
  return { kind, message, evidence, ...flags, acceptedBy: null };
}

/** Accepted, and seen not to be over at the time limit. */
export function unfinished(message: string, evidence: JsonObject): UndoEnd {
  return { ...end('unproven', message, evidence), isUnfinished: true };
}
