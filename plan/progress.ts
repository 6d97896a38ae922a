import type { MachineRecord } from './run-record.js';

/**
 * What a following activity heartbeats and the live view reads from the run's pending activities:
 * it costs no history.
 */
export interface FollowProgress {
  readonly step: string;
  readonly machines: readonly MachineRecord[];
  /** Since when the server has not answered; null while it does. */
  readonly unreachableSince: string | null;
  /** One line for a person: "task task-4 Running", "session Working, 40 %". */
  readonly message: string;
}
