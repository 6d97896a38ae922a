/**
 * The words for how things ended. They are kept apart on purpose and never upgraded silently:
 * `unverified` = the server accepted the job and reports no result for machines; `unknown` = we
 * can't tell whether it happened.
 */
export type MachineResult =
  'succeeded' | 'warning' | 'failed' | 'unverified' | 'unknown' | 'skipped' | 'cancelled';

/** A step that is over has one of these. */
export type StepOutcome =
  'succeeded' | 'degraded' | 'failed' | 'unknown' | 'skipped' | 'ignored' | 'cancelled';

/** A step's status while the run goes on: `waiting` means that it waits for a person. */
export type StepStatus = 'pending' | 'running' | 'waiting' | StepOutcome;

export type RunOutcome = 'succeeded' | 'degraded' | 'failed' | 'aborted' | 'unknown' | 'refused';

export type CleanupVerdict = 'clean' | 'leftovers' | 'not-needed' | 'pending';

/** What is awaited from a person, or (kind `target`) from another run. */
export type WaitingKind = 'approval' | 'task' | 'pause' | 'unknown' | 'target';
