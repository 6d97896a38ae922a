import type { Fate, MachineSpec, SeenBy } from '../scenario/scenario-schema.js';

/** What the simulator's backup servers hold. World alone changes what is not readonly here. */
export type PlanKind = 'failoverPlan' | 'cloudFailoverPlan';
export type PlanAction = 'start' | 'test' | 'undo';
export type MachineState = 'ready' | 'starting' | 'testing' | 'failover' | 'undoing';
export type JobResult = 'Success' | 'Warning' | 'Failed';
/** The two servers that take requests. */
export type ServerName = 'enterpriseManager' | 'console';

export interface BackupServer {
  readonly id: string;
  readonly name: string;
}

export interface RestorePoint {
  readonly id: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number;
  /** As the vendor's samples name a point: `vm@2020-02-13 05:00:46`. */
  readonly name: string;
}

export interface Machine {
  readonly id: string;
  readonly name: string;
  readonly order: number;
  readonly spec: MachineSpec;
  /** Newest first. */
  readonly points: readonly RestorePoint[];
  fate: Fate;
  takesMs: number;
  state: MachineState;
  lastResult: JobResult | null;
  /** When it began to be failed over to a point (or, null, to be ready); oldest first. */
  history: readonly { readonly at: number; readonly point: RestorePoint | null }[];
  startedCount: number;
  testedCount: number;
  undoneCount: number;
}

/** One machine's part of a job. */
export interface JobMachine {
  readonly machine: Machine;
  readonly point: RestorePoint | null;
  readonly createdAt: number;
  /** Nothing was done: it was failed over already. */
  readonly skipped: boolean;
  startedAt: number | null;
  endedAt: number | null;
  result: JobResult | null;
  message: string | null;
}

/** A run of a plan on the backup server. For a cloud plan it shows as a CloudFailoverSession. */
export interface Job {
  readonly id: string;
  readonly plan: Plan;
  readonly action: PlanAction;
  readonly createdAt: number;
  readonly machines: readonly JobMachine[];
  workingAt: number | null;
  endedAt: number | null;
  result: JobResult | null;
  message: string | null;
}

/** What was asked of a plan, in the order of arrival. */
export interface PlanRequest {
  readonly at: string;
  readonly action: PlanAction;
  /** `executed` counts; `refused` was answered by a failed task or a 400 and did nothing. */
  readonly outcome: 'executed' | 'refused';
  readonly startDate: string | null;
  readonly user: string;
  readonly session: string | null;
  readonly server: ServerName;
}

export interface Plan {
  readonly kind: PlanKind;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly backupServer: BackupServer;
  readonly tenant: { readonly id: string; readonly name: string } | null;
  /** The replication job that the machines' replicas come from. */
  readonly replica: { readonly id: string; readonly name: string };
  readonly jobFails: boolean;
  readonly seenBy: SeenBy;
  readonly machines: readonly Machine[];
  readonly requests: PlanRequest[];
  started: number;
  tested: number;
  undone: number;
  /** The last start or test: what an undo of a cloud plan acts on. */
  lastJob: Job | null;
  /** The commands before and after a failover, as they were changed; oldest first, never empty. */
  commands: readonly PlanCommands[];
}

export interface PlanCommands {
  readonly at: number;
  readonly pre: string;
  readonly post: string;
}

/** A time for which a CDP replica keeps every state. Milliseconds since 1970; oldest first. */
export interface CdpInterval {
  readonly startsAt: number;
  /** Null: it goes on. */
  readonly endsAt: number | null;
  readonly rpoSeconds: number;
}

export type ReplicaKind = 'vmReplica' | 'vAppReplica' | 'cdpVm' | 'cdpVApp';

/** A replica that is failed over by itself, without a plan. */
export interface Replica {
  readonly kind: ReplicaKind;
  readonly backupServer: BackupServer;
  /** The replication job or CDP policy: what Enterprise Manager's lists call the replica. */
  readonly job: { readonly id: string; readonly name: string };
  /** The plain plan whose machine it is; null: it stands alone. */
  readonly plan: Plan | null;
  readonly machine: Machine;
  /** The machines in a vApp. */
  readonly vms: readonly { readonly id: string; readonly name: string }[];
  /** What a CDP replica can be taken back to, beside its points. */
  readonly intervals: readonly CdpInterval[];
  readonly hasConsistentPoints: boolean;
  readonly requests: ReplicaRequest[];
  started: number;
}

/** What was asked of a replica, in the order of arrival. */
export interface ReplicaRequest {
  readonly at: string;
  readonly outcome: 'executed' | 'refused';
  /** The point's name; null when the newest was asked for and there is none. */
  readonly point: string | null;
  readonly user: string;
  readonly session: string | null;
}

/** The failover of one replica on the backup server; it shows as a RestoreSession. */
export interface ReplicaRun {
  readonly id: string;
  readonly replica: Replica;
  readonly action: 'start';
  readonly createdAt: number;
  readonly entry: JobMachine;
  readonly machines: readonly JobMachine[];
  workingAt: number | null;
}
