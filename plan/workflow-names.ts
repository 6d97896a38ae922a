import type { WaitingRecord } from './run-record.js';

/** The names under which Temporal knows what Drillbook runs. */
export const RUN_WORKFLOW = 'runPlan';
export const HOLD_WORKFLOW = 'holdTarget';
export const MARK_WORKFLOW = 'failedOver';
/** A group of replicas of a step, driven by a child of its run. */
export const GROUP_WORKFLOW = 'driveGroup';

/** The workflow id of the hold on a target; `key` is its VBR plan id (or `tenant/<id>`). */
export function holdWorkflowId(key: string): string {
  return `target/${key}`;
}

/** The workflow id of the mark of a target that is failed over; `key` is its VBR plan id. */
export function markWorkflowId(key: string): string {
  return `failed-over/${key}`;
}

/** The memo of a hold. `since` is ISO 8601. */
export interface TargetMemo {
  readonly runId: string;
  readonly runbook: string;
  readonly mode: 'drill' | 'live';
  /** The target's name on the server and the connection that reaches it. */
  readonly name: string;
  readonly connection: string;
  readonly since: string;
}

/** The memo of a mark: what a later undo must find on the server before it acts. */
export interface MarkMemo extends TargetMemo {
  /** The cloud failover session that the start made; null: none is known. */
  readonly session: string | null;
  readonly machines: readonly string[];
}

/** Ends a hold, or removes a mark. Its argument says who and why. */
export const RELEASE_SIGNAL = 'release';

/** Tells a mark which session and machines the start came to. */
export const DESCRIBE_MARK_SIGNAL = 'describeMark';

export interface ReleaseNote {
  readonly by: string;
  readonly osUser: string;
  readonly host: string;
  readonly reason: string;
  readonly at: string;
}

/** Tells a run what one of its child runs waits for; sent by the child. */
export const CHILD_WAITS_SIGNAL = 'childWaits';

/** What a child run tells its parent. */
export interface ChildWaits {
  readonly run: string;
  readonly waitingFor: readonly WaitingRecord[];
  /** It, or a child run of its own, cleans up; missing: it does not. */
  readonly isCleaning?: boolean;
}

/**
 * From a run to a child run that cleans up: a person has aborted again, so its clean-up is to end.
 * Its argument is a SteeringCommand.
 */
export const END_CLEAN_UP_SIGNAL = 'endCleanUp';

/** What a group knows of its machines: all of it, and as the record shows them. */
export const GROUP_STATE_QUERY = 'state';
export const GROUP_MACHINES_QUERY = 'machines';

/** From a group to its run, once it has nothing left to start; its argument is a GroupReport. */
export const GROUP_REPORT_SIGNAL = 'groupReport';

export interface GroupReport {
  /** The id of the group's workflow. */
  readonly group: string;
  /** How many of its machines are under way. */
  readonly inFlight: number;
}

/** From a run to its group: how many machines may be under way; that nothing more is to begin. */
export const ALLOW_SIGNAL = 'allow';
export const STOP_GROUP_SIGNAL = 'stop';
