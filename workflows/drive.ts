import type { AcceptedJob, Baseline, ResolvedTarget } from '../activities/contract.js';

/**
 * One driving of a target by this run. It is registered before anything is sent, so that clean-up
 * knows of it whatever happens after.
 */
export interface Drive {
  readonly step: string;
  readonly target: ResolvedTarget;
  readonly verb: 'start' | 'test';
  /** What the server said before the first send: new is what is not in it. */
  readonly baseline: Baseline;
  /**
   * - sending: on its way; - refused: certainly nothing happened; - unclear: may have happened;
   * - accepted: the server has the job; - failed: the server ended its task as failed, so that what
   * is failed over, if anything, need not be ours; - over: the job is at rest; - undone: proven.
   */
  state: 'sending' | 'refused' | 'unclear' | 'accepted' | 'failed' | 'over' | 'undone';
  job: AcceptedJob | null;
  /** The cloud session that the job became. */
  sessionId: string | null;
  /** `search`: found by its plan's name and its time, so that it could be another client's. */
  sessionBy: 'task-link' | 'search' | null;
  /** When its job came to rest, in milliseconds since the epoch. */
  overAt: number | null;
  /**
   * The server showed the end of the job: its session Stopped, or a plain plan's task Finished. Where
   * it did not, the job may still run, and nothing is sent beside it unless a person says so.
   */
  isEndSeen: boolean;
  /** An undo was sent and its end is not known: it is never sent again unasked. */
  isUndoOpen: boolean;
  isMarked: boolean;
  /** Console: the restore sessions that the job left at its machines; null: not seen. */
  objectSessions: readonly string[] | null;
}

/**
 * Proof that the job is this run's own: the answer to our request, a task of our own logon session,
 * or a request id of ours that the server knows; for a cloud plan also that the session is the one
 * which that task links. A session alone could be another client's, and a person's word is not proof.
 */
export function isOwned(drive: Drive): boolean {
  const evidence = drive.job?.evidence;
  const isOwnJob = evidence === 'answer' || evidence === 'task' || evidence === 'request';
  switch (drive.target.kind) {
    case 'failoverPlan':
    case 'spcFailoverPlan':
      return isOwnJob;
    case 'cloudFailoverPlan':
      return isOwnJob && drive.sessionBy === 'task-link';
  }
}

/** Notes which session the job became, and how that is known. */
export function setSession(drive: Drive, id: string, by: 'task-link' | 'search'): void {
  drive.sessionId = id;
  drive.sessionBy = by;
}
