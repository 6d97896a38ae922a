import type { Unseen } from '../see.js';
import type { ReplicaKind, TargetKind } from '../../plan/plan.js';

/** Something that a server has, as it names it; null: it does not say. */
export interface Named {
  readonly id: string | null;
  readonly name: string | null;
}

/** One row of a server's list: the Console may show one plan in two of them. */
export interface Listing {
  /** The plan's id on this server, which a runbook may give instead of the name. */
  readonly id: string;
  /** The Console's type of the plan (Local, Cloud, Tenant); null: Enterprise Manager, which has none. */
  readonly type: string | null;
  readonly backupServer: Named;
  readonly tenant: Named | null;
}

/** A plan of a server. */
export interface FoundPlan {
  readonly kind: Exclude<TargetKind, ReplicaKind>;
  readonly name: string;
  /** The plan's id on its backup server; null: not told apart from the listing's. */
  readonly originalId: string | null;
  /** Never empty; the first is the one to use. */
  readonly listings: readonly [Listing, ...Listing[]];
  /** null: they could not be read. */
  readonly machines: readonly string[] | null;
  /** Plans of the same backup server that hold some of them too. */
  readonly overlaps: readonly Overlap[];
  /** Whether the server tells the order in which the plan starts them. */
  readonly isOrdered: boolean;
}

export interface Overlap {
  /** The other plan's name. */
  readonly plan: string;
  readonly machines: readonly string[];
}

/** The replicas that one job or policy makes. */
export interface FoundReplicas {
  readonly kind: ReplicaKind;
  /** The replication job, or the policy of CDP. */
  readonly job: Named;
  readonly backupServer: Named;
  readonly machines: readonly FoundReplica[];
}

export interface FoundReplica {
  readonly name: string;
  /** When its newest restore point was made; null: not asked. */
  readonly newestPoint: string | null;
  /** The plan that it is in, by name; null: in none. */
  readonly plan: string | null;
}

/** What a server has, and what of it could not be seen. */
export interface Found {
  /** The server in words, for the head of the runbook. */
  readonly server: string;
  readonly user: string;
  /** null: the server does not name it. */
  readonly role: string | null;
  readonly plans: readonly FoundPlan[];
  readonly replicas: readonly FoundReplicas[];
  readonly unseen: readonly Unseen[];
}
