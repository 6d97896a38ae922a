import type { MachineRecord } from '../plan/run-record.js';
import type { LoggedCall } from './call-log.js';
import type { Baseline, FailedOverMachine, ResolvedTarget } from './contract.js';

export interface FollowTaskInput {
  readonly step: string;
  readonly target: ResolvedTarget;
  readonly operation: string;
  readonly taskId: string;
  readonly logonSession: string;
  readonly pollSeconds: number;
  /** ISO 8601; past it the task is given back as it is. */
  readonly until: string;
}

export type FollowTaskResult =
  | {
      readonly kind: 'finished';
      readonly success: boolean;
      readonly message: string | null;
      readonly sessionId: string | null;
      readonly calls: readonly LoggedCall[];
    }
  | { readonly kind: 'lost'; readonly message: string; readonly calls: readonly LoggedCall[] }
  | { readonly kind: 'limit'; readonly message: string; readonly calls: readonly LoggedCall[] };

export interface FollowCloudSessionInput {
  readonly step: string;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  /** null: find the plan's session that is new against the baseline. */
  readonly sessionId: string | null;
  readonly pollSeconds: number;
  readonly until: string;
}

/** `over`: at rest. `absent`: no such session came into sight within the server's lag. */
export interface FollowResult {
  readonly kind: 'over' | 'limit' | 'absent';
  readonly sessionId: string | null;
  /** The session was found by searching: another client could have made it. */
  readonly isSearched: boolean;
  /** The session's own result (`Success`, `Warning`, `Failed`), null while it has none. */
  readonly result: string | null;
  readonly message: string | null;
  readonly machines: readonly MachineRecord[];
  /** Console: the keys of the restore sessions that the job left. */
  readonly objectSessions?: readonly string[];
  readonly calls: readonly LoggedCall[];
}

export interface FollowPlainPlanInput {
  readonly step: string;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  readonly pollSeconds: number;
  readonly until: string;
}

export interface ConfirmUndoneInput {
  readonly step: string;
  readonly target: ResolvedTarget;
  /** What was failed over before the undo. */
  readonly failedOver: readonly string[];
  readonly surelyFailedOver: readonly FailedOverMachine[];
  readonly pollSeconds: number;
  readonly until: string;
}

export interface ConfirmUndoneResult {
  readonly stillFailedOver: readonly string[];
  readonly calls: readonly LoggedCall[];
}
