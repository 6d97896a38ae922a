import type { PlanCommands, PlanStatus } from '../clients/service-provider-console/resources.js';
import type { Mode } from '../plan/plan.js';
import type { Baseline, RequestIdentity, ResolvedTarget } from './contract.js';
import type { LoggedCall } from './call-log.js';

export interface FollowConsolePlanInput {
  readonly step: string;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  /** ISO 8601: when it was accepted. What the Console shows may be older for as long as it may lag. */
  readonly sentAt: string;
  /** The Console does not drive the plan: one that can't be read is not waited for. */
  readonly isSecondOpinion: boolean;
  readonly pollSeconds: number;
  readonly until: string;
}

export interface FollowConsoleUndoInput {
  readonly step: string;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  readonly sentAt: string;
  readonly isSecondOpinion: boolean;
  readonly pollSeconds: number;
  readonly until: string;
}

/**
 * - undone: the plan is Ready, which it was not before; - failed: it is UndoFailed; - unproven: neither
 * came into sight; - unread: the Console could not be asked.
 */
export interface FollowConsoleUndoResult {
  readonly kind: 'undone' | 'failed' | 'unproven' | 'unread';
  readonly status: PlanStatus | null;
  readonly message: string;
  readonly calls: readonly LoggedCall[];
}

/** The commands that an update sets; one that is not there stays as it is. */
export type NewCommands = Partial<Readonly<Record<keyof PlanCommands, string>>>;

export interface ReadCommandsResult {
  readonly commands: PlanCommands;
  readonly calls: readonly LoggedCall[];
}

export interface SendUpdateInput {
  readonly step: string;
  readonly attempt: number;
  readonly mode: Mode;
  readonly target: ResolvedTarget;
  readonly commands: NewCommands;
  readonly identity: RequestIdentity;
}

export interface LookUpUpdateInput {
  readonly step: string;
  readonly mode: Mode;
  readonly target: ResolvedTarget;
  readonly commands: NewCommands;
  readonly requestId: string;
  /** When it was sent at the latest (ISO 8601): the lag is counted from here. */
  readonly sentBefore: string;
}

export interface FollowUpdateInput {
  readonly step: string;
  readonly target: ResolvedTarget;
  readonly commands: NewCommands;
  readonly until: string;
}

export interface FollowUpdateResult {
  /** The Console shows the plan with the new commands. */
  readonly isShown: boolean;
  readonly calls: readonly LoggedCall[];
}
