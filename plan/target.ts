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

/** What a failover step does to its target in the plan's mode. */
export type FailoverAction = 'start' | 'test' | 'start-and-undo' | 'skip';
