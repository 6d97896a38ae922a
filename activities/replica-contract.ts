import type { CdpFailoverSpec, CdpTarget } from '../clients/enterprise-manager/resources.js';
import type { DrivenReplica, ReplicaBaseline, ReplicaMachine } from '../plan/driven-replica.js';
import type { MachineResult } from '../plan/outcome.js';
import type { ReplicaKind } from '../plan/plan.js';
import type { ReplicaMark } from '../plan/replica-mark.js';
import type { LoggedCall } from './call-log.js';

/** Where replicas of a target come from; its machines refer to it, so that 5,000 stay small. */
export interface ReplicaSource {
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
  readonly replicaId: string | null;
  readonly replicaName: string | null;
}

/** A target whose every name was found to be exactly one replica on its server. */
export interface ResolvedReplicas {
  readonly target: string;
  readonly connection: string;
  readonly kind: ReplicaKind;
  readonly sources: readonly ReplicaSource[];
  /** In the order of the target; `source` is a place in `sources`. */
  readonly machines: readonly {
    readonly name: string;
    readonly source: number;
    /** CDP only. */
    readonly id: string | null;
  }[];
}

/** A step's restore point with its time known; ISO 8601. */
export type PointChoice =
  | { readonly kind: 'latest' | 'latestConsistent' }
  | { readonly kind: 'before' | 'at'; readonly time: string };

export interface ReadReplicasInput {
  readonly step: string;
  readonly connection: string;
  readonly kind: ReplicaKind;
  readonly machines: readonly ReplicaMachine[];
  readonly choice: PointChoice;
}

/** What a machine is started with. */
export type ReplicaStart =
  | {
      readonly kind: 'point';
      readonly of: 'vm' | 'vApp';
      readonly pointId: string;
      readonly name: string;
      readonly time: string | null;
    }
  | {
      readonly kind: 'cdp';
      readonly target: CdpTarget;
      readonly spec: CdpFailoverSpec;
      readonly name: string;
      /** Of the latest state: the newest that was listed just before. */
      readonly time: string | null;
    };

export interface ReplicaReading {
  /** null: there is no fitting restore point, and `problem` says what there is. */
  readonly start: ReplicaStart | null;
  readonly problem: string | null;
  /** A restore session of the machine that runs now. */
  readonly runningSession: string | null;
  readonly sessionIds: readonly string[];
}

export interface ReadReplicasResult {
  readonly serverTime: string;
  readonly hasSessions: boolean;
  /** In the order of the machines that were asked for. */
  readonly machines: readonly ReplicaReading[];
  readonly calls: readonly LoggedCall[];
}

/** What a sending and a look for its traces are told of the machine. */
export interface SentReplica {
  readonly step: string;
  readonly connection: string;
  readonly machine: ReplicaMachine;
  readonly baseline: ReplicaBaseline;
}

export interface StartReplicaInput extends SentReplica {
  readonly start: ReplicaStart;
}

export interface LookUpReplicaInput extends SentReplica {
  /** When it was sent at the latest (ISO 8601). */
  readonly sentBefore: string;
}

export interface FollowReplicasInput {
  readonly step: string;
  readonly connection: string;
  readonly kind: ReplicaKind;
  readonly replicas: readonly DrivenReplica[];
  readonly pollSeconds: number;
  /** ISO 8601: past it what goes on is given back. */
  readonly until: string;
  /** Others wait for a free place: it comes back one poll after the first end, not after the last. */
  readonly isAwaited: boolean;
}

/** What changed of a followed machine; the place is that in the input. */
export interface FollowedReplica {
  readonly place: number;
  readonly sessionId: string | null;
  readonly sessionBy: DrivenReplica['sessionBy'];
  readonly isTaskOver: boolean;
  readonly unseenSince: string | null;
  readonly seenAt: string | null;
  /** null: it goes on. */
  readonly end: ReplicaEnd | null;
}

export interface ReplicaEnd {
  readonly result: MachineResult;
  readonly message: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly isEndSeen: boolean;
}

export interface FollowReplicasResult {
  readonly replicas: readonly FollowedReplica[];
  /** The limit has passed. */
  readonly isLimit: boolean;
  readonly calls: readonly LoggedCall[];
}

export interface TidyTasksInput {
  readonly connection: string;
  readonly tasks: readonly { readonly taskId: string; readonly logonSession: string }[];
}

export interface TidyTasksResult {
  readonly deleted: number;
  readonly calls: readonly LoggedCall[];
}

/** The machines that runs have failed over on a connection; null: none is marked. */
export interface ReadReplicaMarkResult {
  readonly mark: ReplicaMark | null;
}

/** What a group's workflow that did not end well still tells; null: nothing can be told. */
export interface ReadGroupResult {
  readonly replicas: readonly DrivenReplica[] | null;
}
