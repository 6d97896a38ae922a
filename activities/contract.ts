import type { JsonObject } from '../plan/json.js';
import type { Mode, PlanTarget } from '../plan/plan.js';
import type { MachineRecord } from '../plan/run-record.js';
import type { MarkMemo, TargetMemo } from '../plan/workflow-names.js';
import type { LoggedCall } from './call-log.js';

/** The kinds of target that this version drives; admission refuses the others. */
export type DrivenKind = 'cloudFailoverPlan' | 'failoverPlan';

/** A target of such a kind. */
export type DrivenTarget = Extract<PlanTarget, { readonly kind: DrivenKind }>;

/** A target whose name was found to be exactly one plan on its server. Ids are VBR guids. */
export interface ResolvedTarget {
  readonly target: string;
  readonly connection: string;
  readonly kind: DrivenKind;
  readonly planId: string;
  readonly name: string;
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
  readonly tenantId: string | null;
  readonly tenantName: string | null;
  /**
   * Another plan of this kind on the same backup server has the same name (two tenants may): then
   * a session, which carries the plan's name alone, can't be told to be this plan's.
   */
  readonly isNameShared: boolean;
  /** Names in the plan's own order. */
  readonly machines: readonly string[];
}

export interface AdmitInput {
  readonly runId: string;
  readonly planHash: string;
  readonly planVersion: number;
  readonly mode: Mode;
  readonly targets: readonly PlanTarget[];
}

/** Why a run can't begin. Nothing was touched. */
export interface AdmissionProblem {
  readonly target: string | null;
  readonly message: string;
}

export interface AdmitResult {
  readonly engine: string;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly targets: readonly ResolvedTarget[];
  readonly problems: readonly AdmissionProblem[];
  readonly warnings: readonly string[];
  /** Per connection: how long its server may take to show a job that it accepted. */
  readonly evidenceLagSeconds: Readonly<Record<string, number>>;
  readonly calls: readonly LoggedCall[];
}

/** What the server says of a target now; it doubles as the baseline of the rule "Once". */
export interface TargetReading {
  /** The server's own clock, from its Date header. */
  readonly serverTime: string;
  /** Cloud plans: the plan's newest failover session. Plain plans have none: null. */
  readonly newestSession: CloudSessionFacts | null;
  /**
   * Whether the server shows this role the plan's sessions (for a plain plan: its machines' restore
   * sessions). Where it does not, no session can be told to be new.
   */
  readonly hasSessions: boolean;
  /** The ids of all sessions that were there: a new one is one that is not among them. */
  readonly sessionIds: readonly string[];
  readonly restoreSessionIds: readonly string[];
  /**
   * Names of machines failed over now; null: this server does not tell. A namesake of another
   * tenant looks the same, so this is for caution: it may be too long, not too short.
   */
  readonly failedOver: readonly string[] | null;
  /** Those of which a session of this plan names the very restore point that is in use. */
  readonly surelyFailedOver: readonly FailedOverMachine[];
  /** A job of this plan is running now; null: this server does not tell. */
  readonly isRunning: boolean | null;
  readonly mark: MarkMemo | null;
  readonly calls: readonly LoggedCall[];
}

/** A reading kept to compare with later; its calls are evidence, and recorded once. */
export type Baseline = Omit<TargetReading, 'calls'>;

export interface FailedOverMachine {
  readonly name: string;
  readonly pointId: string;
}

export interface CloudSessionFacts {
  readonly id: string;
  readonly state: string;
  readonly result: string;
  readonly createdAt: string;
}

export type MutationVerb = 'start' | 'test' | 'undo';

export interface SendInput {
  readonly step: string;
  readonly attempt: number;
  readonly verb: MutationVerb;
  readonly mode: Mode;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  /** For `start`: the newest points created before this time; null: the newest. */
  readonly restorePointBefore: string | null;
  /** For a cloud undo: the session that must still be the plan's newest. */
  readonly expectedSession: string | null;
}

/**
 * How a mutation ended, as far as can be told.
 * - accepted: the server took the job. `evidence` says how we know.
 * - refused: it certainly did not act; `resend` says whether sending again can help.
 * - not-allowed: looked at just before sending, and not sent.
 * - unclear: it may have acted.
 */
export type SendResult =
  | ({ readonly kind: 'accepted' } & AcceptedJob & { readonly calls: readonly LoggedCall[] })
  | {
      readonly kind: 'refused';
      readonly resend: boolean;
      readonly retryAfterSeconds: number | null;
      readonly message: string;
      readonly calls: readonly LoggedCall[];
    }
  | {
      readonly kind: 'not-allowed';
      readonly message: string;
      readonly calls: readonly LoggedCall[];
    }
  | {
      readonly kind: 'unclear';
      readonly message: string;
      readonly evidence: JsonObject;
      /** The worker stopped before the look-up was at its end: another one goes on with it. */
      readonly isCut: boolean;
      readonly calls: readonly LoggedCall[];
    };

/**
 * `answer`: the server said so. `task`: a new task of our own logon session, made while no other
 * start was on its way. `session`: a new session of this plan (another client could have made it).
 * `person`: a person said so.
 */
export type JobEvidence = 'answer' | 'task' | 'session' | 'person';

export interface AcceptedJob {
  readonly evidence: JobEvidence;
  readonly taskId: string | null;
  readonly logonSession: string | null;
  /** The queue of the worker process whose logon session made the task. */
  readonly taskQueue: string | null;
  readonly sessionId: string | null;
  readonly sentAt: string;
}

export interface LookUpInput {
  readonly step: string;
  readonly verb: MutationVerb;
  readonly mode: Mode;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  /** When the mutation was sent at the latest (ISO 8601): the lag is counted from here. */
  readonly sentBefore: string;
}

export interface LookUpResult {
  /** The one new session of this plan. */
  readonly sessionId: string | null;
  readonly evidence: JsonObject;
  readonly calls: readonly LoggedCall[];
}

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

export interface HoldHolder {
  readonly key: string;
  readonly memo: TargetMemo | null;
}

/** The record is asked of the run itself: as an argument it could outgrow what Temporal takes. */
export interface WriteRecordInput {
  readonly runId: string;
}

/** Re-exported for the workflow, which takes types from here alone. */
export type { LoggedCall };
