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
   * - accepted: the server has the job; - over: the job is at rest; - undone: proven.
   */
  state: 'sending' | 'refused' | 'unclear' | 'accepted' | 'over' | 'undone';
  job: AcceptedJob | null;
  /** The cloud session that the job became. */
  sessionId: string | null;
  isMarked: boolean;
}

/**
 * Proof that the job is this run's own: the answer to our request, or a task of our own logon
 * session. A session alone could be another client's, and a person's word is not proof.
 */
export function isOwned(drive: Drive): boolean {
  return drive.job?.evidence === 'answer' || drive.job?.evidence === 'task';
}
