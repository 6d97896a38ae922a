import type { Fate, MachineSpec } from '../scenario/scenario-schema.js';

/** What the simulator's backup servers hold. World alone changes what is not readonly here. */
export type PlanKind = 'failoverPlan' | 'cloudFailoverPlan';
export type PlanAction = 'start' | 'test' | 'undo';
export type MachineState = 'ready' | 'starting' | 'testing' | 'failover' | 'undoing';
export type JobResult = 'Success' | 'Warning' | 'Failed';

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
  readonly machines: readonly Machine[];
  readonly requests: PlanRequest[];
  started: number;
  tested: number;
  undone: number;
  /** The last start or test: what an undo of a cloud plan acts on. */
  lastJob: Job | null;
}
