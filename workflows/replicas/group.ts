import type { PointChoice } from '../../activities/replica-contract.js';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import type { PausableLimit } from '../../plan/pausable-limit.js';
import type { Mode, ReplicaKind } from '../../plan/plan.js';
import type { Sender } from '../sender.js';
import type { MarkOwner } from './replica-marks.js';

/** What all groups of one wave have in common. JSON: a group's workflow gets it as its input. */
export interface GroupFacts {
  readonly step: string;
  readonly attempt: number;
  /** What activity ids begin with: `web/1`. */
  readonly prefix: string;
  readonly mode: Mode;
  readonly connection: string;
  readonly kind: ReplicaKind;
  readonly choice: PointChoice;
  readonly pollSeconds: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly lagSeconds: number;
  /** The most that the whole step has under way at a time. */
  readonly concurrency: number;
  readonly owner: MarkOwner;
  /** Further groups wait for the places of this one. */
  readonly isAwaited: boolean;
}

/** Where a group is driven: in its run's workflow, or in one of its own. */
export interface GroupContext {
  readonly facts: GroupFacts;
  readonly sender: Sender;
  /** The deadline of the facts, moved by pauses. */
  readonly limit: PausableLimit;
  /** How many of its machines may be under way now. */
  readonly slots: () => number;
  /** How many are under way, and whether none is left to be started. */
  readonly report: (inFlight: number, isDrained: boolean) => void;
}

/** The input of a group's workflow. */
export interface GroupInput {
  readonly facts: GroupFacts;
  /** The run's workflow, which is told how far the group is. */
  readonly runId: string;
  readonly replicas: readonly DrivenReplica[];
  readonly slots: number;
}

export interface GroupResult {
  readonly replicas: readonly DrivenReplica[];
  /** The group's own journal: the run's keeps its head and length. */
  readonly chain: { readonly head: string; readonly length: number };
}
