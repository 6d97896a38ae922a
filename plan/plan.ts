import type { Json } from './json.js';
import type { Value } from './value.js';

/** The version of the plan's own form. The workflow refuses a version that it does not know. */
export const PLAN_VERSION = 1;

/** The version of the runbook language (the runbook's `apiVersion`). */
export const LANGUAGE = 'drillbook/v1';

export type Mode = 'drill' | 'live';

/**
 * A runbook compiled for one mode: ordered, typed, JSON. Its canonical form's SHA-256 is its
 * identity (`planHash`). It holds no secret, no clock and no answer of a server; a change of
 * comments or white space in the runbook leaves it as it was.
 */
export interface Plan {
  readonly planVersion: typeof PLAN_VERSION;
  readonly language: typeof LANGUAGE;
  readonly runbook: {
    readonly id: string;
    readonly title: string | null;
    readonly owner: string | null;
  };
  readonly mode: Mode;
  readonly inputs: readonly PlanInput[];
  readonly objectives: { readonly rtoSeconds: number | null; readonly rpoSeconds: number | null };
  readonly limits: {
    readonly pauseTimeoutSeconds: number;
    readonly cleanupTimeoutSeconds: number;
  };
  readonly targets: readonly PlanTarget[];
  /** In the order of the runbook; those that this mode leaves out are gone, `needs` resolved. */
  readonly steps: readonly PlanStep[];
  readonly always: readonly PlanStep[];
}

export type InputType =
  'string' | 'integer' | 'number' | 'boolean' | 'datetime' | 'duration' | 'list';

export interface PlanInput {
  readonly name: string;
  readonly type: InputType;
  readonly description: string | null;
  readonly required: boolean;
  readonly default: Json;
  readonly enum: readonly Json[] | null;
  readonly pattern: string | null;
  readonly min: number | string | null;
  readonly max: number | string | null;
}

/** How a drill drives a target. */
export type Rehearsal = 'test' | 'start-and-undo' | 'skip';

interface TargetBase {
  readonly id: string;
  readonly connection: string;
  readonly rehearse: Rehearsal;
  readonly labels: readonly string[];
}

/** A cloud failover plan of Enterprise Manager. */
export interface CloudPlanTarget extends TargetBase {
  readonly kind: 'cloudFailoverPlan';
  /** The plan's name on the server, or its id (uuid). */
  readonly name: string;
  readonly backupServer: string | null;
  readonly tenant: string | null;
}

/** A plain failover plan of Enterprise Manager, which reports no result for its machines. */
export interface PlainPlanTarget extends TargetBase {
  readonly kind: 'failoverPlan';
  /** The plan's name on the server, or its id (uuid). */
  readonly name: string;
  readonly backupServer: string | null;
  /** Where the same plan's status is read from: that turns `unverified` machines into results. */
  readonly confirm: ConfirmSource | null;
}

/** A plan as the Service Provider Console shows it: the same plan by its id in VBR (`originalUid`). */
export interface ConfirmSource {
  readonly connection: string;
  /** The plan's name there, or its id (uuid). */
  readonly name: string;
  readonly backupServer: string | null;
}

/**
 * A failover plan of the Service Provider Console. Only the server knows whether it is `Local`,
 * `Cloud` or `Tenant`, so whether it can be tested shows in the run.
 */
export interface ConsolePlanTarget extends TargetBase {
  readonly kind: 'spcFailoverPlan';
  /** The plan's name on the server, or its id (uuid). */
  readonly name: string;
  readonly backupServer: string | null;
  /** The company that the plan belongs to (in a runbook also `company`). */
  readonly tenant: string | null;
}

/** Replicas of Enterprise Manager, failed over one by one. They have no test and no undo there. */
export interface ReplicasTarget extends TargetBase {
  readonly kind: ReplicaKind;
  /** Names of machines or vApps, each once, in the order in which they are started. */
  readonly names: readonly string[];
  readonly backupServer: string | null;
}

export type ReplicaKind = 'vmReplicas' | 'vAppReplicas' | 'cdpReplicas';

export type PlanTarget = CloudPlanTarget | PlainPlanTarget | ConsolePlanTarget | ReplicasTarget;

export type TargetKind = PlanTarget['kind'];

/** Whether a target is a set of replicas rather than a plan on a server. */
export function isReplicaKind(kind: TargetKind): kind is ReplicaKind {
  return kind === 'vmReplicas' || kind === 'vAppReplicas' || kind === 'cdpReplicas';
}

type Subject =
  { readonly kind: Exclude<TargetKind, ReplicaKind> } | Pick<ReplicasTarget, 'kind' | 'names'>;

/** The names of a set of replicas, in the order of start; null: the target is a plan on a server. */
export function replicaNames(target: Subject): readonly string[] | null {
  switch (target.kind) {
    case 'vmReplicas':
    case 'vAppReplicas':
    case 'cdpReplicas':
      return target.names;
    case 'cloudFailoverPlan':
    case 'failoverPlan':
    case 'spcFailoverPlan':
      return null;
  }
}

/** At most so many replicas are driven by one child workflow, and followed together. */
export const MACHINES_PER_GROUP = 250;

export type OnFailure = 'pause' | 'abort' | 'continue' | 'undo';

interface StepBase {
  readonly id: string;
  readonly title: string | null;
  readonly needs: readonly string[];
  /** Machine time of one attempt; null where the verb has a limit of its own. */
  readonly timeoutSeconds: number | null;
  readonly onFailure: OnFailure;
}

export interface ReadinessStep extends StepBase {
  readonly verb: 'readiness';
  readonly targets: readonly string[];
  readonly expect: 'idle' | 'failed-over';
  /** In a drill: warnings fail the step. */
  readonly strict: boolean;
}

/** What a failover step does to its target in the plan's mode. */
export type FailoverAction = 'start' | 'test' | 'start-and-undo' | 'skip';

export interface MachinePolicy {
  readonly critical: readonly string[];
  readonly tolerate:
    | { readonly kind: 'count'; readonly value: number }
    | { readonly kind: 'percent'; readonly value: number };
  readonly warning: 'ok' | 'fail';
  readonly unverified: 'ok' | 'fail';
  /** How often machines that failed are failed over again; 0 where the target is a plan. */
  readonly retry: number;
}

/**
 * `before`: the newest one created before that time. For CDP replicas alone: `at`, that very moment,
 * and `latestConsistent`, the newest application-consistent one.
 */
export type RestorePointChoice =
  | { readonly kind: 'latest' }
  | { readonly kind: 'before'; readonly time: Value }
  | { readonly kind: 'at'; readonly time: Value }
  | { readonly kind: 'latestConsistent' };

export interface FailoverStep extends StepBase {
  readonly verb: 'failover';
  readonly target: string;
  readonly action: FailoverAction;
  readonly restorePoint: RestorePointChoice;
  /** How many replicas are started at a time; null: the target is a plan, which sees to it itself. */
  readonly concurrency: number | null;
  readonly pollSeconds: number;
  readonly machines: MachinePolicy;
}

export interface UndoStep extends StepBase {
  readonly verb: 'undo';
  readonly target: string;
  readonly pollSeconds: number;
}

/** Changes the commands of a `spcFailoverPlan`; null leaves one as it is. */
export interface UpdateStep extends StepBase {
  readonly verb: 'update';
  readonly target: string;
  readonly preFailoverCommand: Value | null;
  readonly postFailoverCommand: Value | null;
}

export type CheckProbe =
  | { readonly kind: 'tcp'; readonly host: Value; readonly port: Value }
  | {
      readonly kind: 'http';
      readonly url: Value;
      readonly method: 'GET' | 'HEAD';
      /** null: any status from 200 to 299. */
      readonly status: number | null;
      /** CEL over `json` (the parsed body, or null), `text` and `status`; null: not looked at. */
      readonly body: string | null;
    };

export interface CheckStep extends StepBase {
  readonly verb: 'check';
  readonly probe: CheckProbe;
  /** `closed` is for tcp: the port must not be open. */
  readonly expect: 'open' | 'closed';
  readonly everySeconds: number;
  readonly withinSeconds: number;
}

export interface WaitStep extends StepBase {
  readonly verb: 'wait';
  readonly wait:
    | { readonly kind: 'for'; readonly duration: Value }
    | { readonly kind: 'until'; readonly time: Value };
}

export type PlanStep = ReadinessStep | FailoverStep | UndoStep | UpdateStep | CheckStep | WaitStep;

export type Verb = PlanStep['verb'];
