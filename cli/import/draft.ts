import type { Rehearsal } from '../../plan/plan.js';
import type { FoundPlan, FoundReplicas } from './found.js';
import type { NameOfPlan } from './narrow.js';

/** A target of the runbook to be written. */
export type Draft = PlanDraft | ReplicasDraft;

export interface PlanDraft {
  readonly subject: 'plan';
  readonly id: string;
  readonly plan: FoundPlan;
  readonly naming: NameOfPlan;
  /** null: nothing is written, and a drill tests it. */
  readonly rehearse: Rehearsal | null;
}

export interface ReplicasDraft {
  readonly subject: 'replicas';
  readonly id: string;
  readonly replicas: FoundReplicas;
  readonly names: readonly string[];
  /** null: no name of them is on another server too. */
  readonly backupServer: string | null;
  readonly leftOut: readonly LeftOut[];
}

/** A replica that no name can mean, or whose name can't stand in a runbook. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}
