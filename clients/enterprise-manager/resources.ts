/** Times are ISO 8601 in UTC with milliseconds; ids are guids, the ones VBR uses (see UID). */

export const TASK_STATES = ['Running', 'OperationFinished', 'Finished'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/**
 * Enterprise Manager's record of an operation it handed to a backup server. `Finished` says that
 * the operation was handed over and recorded, not that the failover is over.
 */
export interface Task {
  readonly taskId: string;
  /** Task ids mean something only within the logon session that made them. */
  readonly logonSessionId: string;
  readonly state: TaskState;
  readonly operation: string;
  /** null while the server gives no result. Not to be read before `Finished`. */
  readonly success: boolean | null;
  readonly message: string | null;
  /** What the task is about, e.g. a CloudFailoverSession. Not to be read before `Finished`. */
  readonly related: { readonly type: string; readonly id: string } | null;
}

export type FailoverPlanKind = 'failoverPlan' | 'cloudFailoverPlan';

/** A failover plan or a cloud failover plan; the former has no tenant. */
export interface FailoverPlan {
  readonly kind: FailoverPlanKind;
  readonly id: string;
  readonly name: string;
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
  readonly tenantId: string | null;
  readonly tenantName: string | null;
  /** In the order in which the plan starts them; `order` begins at 0. */
  readonly machines: readonly { readonly name: string; readonly order: number }[];
}

export const SESSION_STATES = ['Starting', 'Working', 'Stopping', 'Stopped'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const SESSION_RESULTS = ['None', 'Success', 'Warning', 'Failed'] as const;
/** `None` while it runs. */
export type SessionResult = (typeof SESSION_RESULTS)[number];

/** One machine within a cloud failover session. */
export interface CloudFailoverMachine {
  readonly name: string;
  readonly state: SessionState;
  readonly result: SessionResult;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly message: string | null;
  /** The restore point's name as the server writes it: `vm@2020-02-13 05:00:46`. */
  readonly restorePoint: string | null;
  readonly restorePointId: string | null;
  /** Always null from a session: the name holds a time without a zone, which is no time. */
  readonly restorePointTime: string | null;
}

/** A run of a cloud failover plan: terminal when `state` is `Stopped`, and only then. */
export interface CloudFailoverSession {
  readonly id: string;
  /** The plan's name. */
  readonly name: string;
  /** `FailoverPlan` is the only one documented. */
  readonly jobType: string;
  readonly backupServerId: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly state: SessionState;
  readonly result: SessionResult;
  /** 0..100; no sign of the end. null: the server gives none. */
  readonly progress: number | null;
  readonly failureMessage: string | null;
  /** May be empty, also in a session that is over. */
  readonly machines: readonly CloudFailoverMachine[];
}

export interface RestoreSession {
  readonly id: string;
  readonly name: string;
  /** An open list: FileLevelRestore and RestoreVm are documented. */
  readonly jobType: string;
  readonly machine: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly state: SessionState;
  readonly result: SessionResult;
  readonly progress: number | null;
  readonly backupServerId: string | null;
}

export const REPLICA_POINT_STATES = [
  'Unknown',
  'Ready',
  'Failover',
  'Failback',
  'PermanentFailover',
] as const;
export type ReplicaPointState = (typeof REPLICA_POINT_STATES)[number];

/** A restore point of a cloud replica, with the state of its machine (which may be stale). */
export interface CloudReplicaPoint {
  readonly id: string;
  readonly machine: string;
  readonly replicaId: string | null;
  readonly replicaName: string | null;
  readonly backupServerId: string | null;
  readonly state: ReplicaPointState;
  readonly createdAt: string;
}

/** What a logon gives: who we are and which resources the role may use. */
export interface LogonInfo {
  readonly sessionId: string;
  readonly userName: string;
  /** The types of the session's links, e.g. `CloudFailoverSessionReferenceList`. */
  readonly resources: readonly string[];
}

/** A backup server that Enterprise Manager collects from. */
export interface BackupServer {
  readonly id: string;
  readonly name: string;
}

/** A replica: what one replication job makes. */
export interface Replica {
  readonly id: string;
  /** The name of the job. */
  readonly name: string;
  /** VMware, Hyperv or vCloud are documented; null: not said. */
  readonly platform: string | null;
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
}

/** A restore point of a replicated machine or vApp. The server tells no state of it. */
export interface ReplicaPoint {
  readonly id: string;
  readonly name: string;
  /** The machine's or the vApp's name. */
  readonly machine: string;
  readonly replicaId: string | null;
  readonly replicaName: string | null;
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
  readonly createdAt: string;
}

/** A machine within a cloud failover plan; `order` begins at 0. */
export interface CloudPlanMachine {
  readonly id: string;
  readonly name: string;
  readonly order: number;
}

interface CdpReplicaFacts {
  readonly id: string;
  readonly name: string;
  readonly policyId: string | null;
  readonly policyName: string | null;
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
}

/** A machine, or a vApp with its machines, that a CDP policy protects. */
export type CdpReplica =
  | (CdpReplicaFacts & { readonly kind: 'vm'; readonly replicaId: string })
  | (CdpReplicaFacts & { readonly kind: 'vApp' });

/** Where a CDP replica is found. */
export type CdpTarget =
  | { readonly kind: 'vm'; readonly replicaId: string; readonly id: string }
  | { readonly kind: 'vApp'; readonly id: string };

/** The moments that a CDP replica can be failed over to, within a span of time. */
export interface CdpIntervals {
  readonly from: string;
  readonly to: string;
  readonly hasConsistentPoint: boolean;
  readonly intervals: readonly {
    readonly from: string;
    readonly to: string;
    /** As the server counts it; its unit is not documented (samples look like seconds). */
    readonly rpo: number;
    /** An open list: only RestoreAvailable is known. */
    readonly type: string;
  }[];
  /** Long-term points. */
  readonly points: readonly {
    readonly id: string;
    readonly at: string;
    readonly isConsistent: boolean;
  }[];
}

/**
 * What a CDP replica is failed over to: its latest crash-consistent point, its latest
 * application-consistent long-term point, the newest point of the interval that holds a time, or
 * the newest state before a time.
 */
export type CdpFailoverSpec =
  | { readonly kind: 'current' }
  | { readonly kind: 'currentVss' }
  | { readonly kind: 'interval'; readonly time: string }
  | { readonly kind: 'pointInTime'; readonly time: string };
