import type { EngineBuild } from '../plan/engine-build.js';
import type { JsonObject } from '../plan/json.js';
import type { EventChannels } from '../plan/notice.js';
import type { Mode, PlanTarget } from '../plan/plan.js';
import type { MarkMemo, TargetMemo } from '../plan/workflow-names.js';
import type { LoggedCall } from './call-log.js';
import type { ConsoleFacts, ConsolePlan } from './console-plan.js';
import type { ResolvedReplicas } from './replica-contract.js';

/** The kinds of plan that this version drives. */
export type DrivenKind = 'cloudFailoverPlan' | 'failoverPlan' | 'spcFailoverPlan';

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
  /**
   * Where a Console shows it: the server that drives a `spcFailoverPlan`, the second opinion (`confirm`)
   * on a plain plan. Missing in histories of the first days.
   */
  readonly console?: ConsolePlan | null;
  /** Why the second opinion that the runbook names was not had at admission. */
  readonly consoleTrouble?: string | null;
}

export interface AdmitInput {
  readonly runId: string;
  readonly planHash: string;
  readonly planVersion: number;
  readonly mode: Mode;
  readonly targets: readonly PlanTarget[];
  /** The connections of type http that steps name. Missing: none. */
  readonly httpConnections?: readonly string[];
}

/** Why a run can't begin. Nothing was touched. */
export interface AdmissionProblem {
  readonly target: string | null;
  readonly message: string;
}

export interface AdmitResult {
  readonly engine: string;
  /** Missing in what older workers recorded. */
  readonly build?: EngineBuild;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly targets: readonly ResolvedTarget[];
  /** Missing in histories of versions that drove none. */
  readonly replicas?: readonly ResolvedReplicas[];
  readonly problems: readonly AdmissionProblem[];
  readonly warnings: readonly string[];
  /** Per connection: how long its server may take to show a job that it accepted. */
  readonly evidenceLagSeconds: Readonly<Record<string, number>>;
  /** Missing in what older workers recorded: nobody is told. */
  readonly notifications?: AdmittedNotifications;
  readonly calls: readonly LoggedCall[];
}

/** Who is to be told what, as the worker's configuration says it when the run begins. */
export interface AdmittedNotifications {
  readonly channels: Readonly<Record<string, 'webhook' | 'slack' | 'email'>>;
  readonly events: EventChannels;
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
  /** What the target's Console shows; null: it has none, or `consoleTrouble` says why not. */
  readonly console?: ConsoleFacts | null;
  /** Why a second opinion (`confirm`) could not be read. */
  readonly consoleTrouble?: string | null;
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
  /** null: a Console does not tell. */
  readonly createdAt: string | null;
}

export type MutationVerb = 'start' | 'test' | 'undo' | 'update';

/** What is done to a plan as a whole. */
export type PlanVerb = Exclude<MutationVerb, 'update'>;

/** The name that a sending goes by on the server, where the server takes one (X-Request-id). */
export interface RequestIdentity {
  readonly id: string;
  /** ISO 8601: it must not be sent under this id after this time. */
  readonly notAfter: string;
}

export interface SendInput {
  readonly step: string;
  readonly attempt: number;
  readonly verb: PlanVerb;
  readonly mode: Mode;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  /** For `start`: the newest points created before this time; null: the newest. */
  readonly restorePointBefore: string | null;
  /** For the undo of a cloud plan or a Console's: the session that must still be the plan's newest. */
  readonly expectedSession: string | null;
  /** null, or missing in histories of the first days: the server takes none. */
  readonly identity?: RequestIdentity | null;
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
      /** When the server said that it may be asked again; missing in histories of the first days. */
      readonly retryAfterSeconds?: number | null;
      readonly calls: readonly LoggedCall[];
    };

/**
 * `answer`: the server said so. `request`: the server knows our own request id as accepted. `task`:
 * a new task of our own logon session, made while no other start was on its way. `session`: a new
 * session of this plan (another client could have made it). `state`: the target is as an undo or an
 * update wanted it, or becoming so. `person`: a person said so.
 */
export type JobEvidence = 'answer' | 'request' | 'task' | 'session' | 'state' | 'person';

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
  readonly verb: PlanVerb;
  readonly mode: Mode;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  /** The id that it was sent under, where the server takes one. */
  readonly requestId?: string | null;
  /** When the mutation was sent at the latest (ISO 8601): the lag is counted from here. */
  readonly sentBefore: string;
}

export interface LookUpResult {
  /** The one new session of this plan. */
  readonly sessionId: string | null;
  /** The server knows the request id that it was sent with as accepted: it is our own. */
  readonly isOwnRequest?: boolean;
  /** A job of the plan has begun of which no session is shown yet. */
  readonly hasJob?: boolean;
  /** The target is as the mutation wanted it, or becoming so, whoever did it. */
  readonly isAsWanted?: boolean;
  /** The server ended our own request as failed: why. It certainly did not act. */
  readonly refusal?: string | null;
  readonly evidence: JsonObject;
  readonly calls: readonly LoggedCall[];
}

export interface HoldHolder {
  readonly key: string;
  readonly memo: TargetMemo | null;
}

export interface ReadRunInput {
  readonly run: string;
}

/** What Temporal knows of a run without a worker. */
export interface ReadRunResult {
  readonly isOpen: boolean;
  readonly outcome: string | null;
  readonly message: string | null;
  /** The run whose step it is. */
  readonly parent: string | null;
  /** It completed, and so left nothing over. Missing: a worker of an older version looked. */
  readonly hasEndedWell?: boolean;
}

/** The record is asked of the run itself: as an argument it could outgrow what Temporal takes. */
export interface WriteRecordInput {
  readonly runId: string;
}

/** Re-exported for the workflow, which takes types from here alone. */
export type { LoggedCall };
