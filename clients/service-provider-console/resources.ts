/** Times are ISO 8601 in UTC with milliseconds; ids are lower-case uuids of the Console's own. */

export const PLAN_TYPES = ['Local', 'Cloud', 'Tenant', 'Unknown'] as const;
/** A cloud plan is `Tenant` on the provider's server and `Cloud` on the client's. */
export type PlanType = (typeof PLAN_TYPES)[number];

export const PLAN_STATUSES = [
  'Unknown',
  'Ready',
  'InProgress',
  'InUndoProgress',
  'Completed',
  'Success',
  'Failed',
  'UndoFailed',
] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

export const LAST_SESSION_STATUSES = ['None', 'Success', 'Warning', 'Failed', 'Unknown'] as const;
export type LastSessionStatus = (typeof LAST_SESSION_STATUSES)[number];

/** A failover plan as the Console sees it; its data lag behind the backup server's. */
export interface SpcFailoverPlan {
  readonly planId: string;
  /** The plan's id on the backup server; two plans with the same one are one plan seen twice. */
  readonly originalUid: string;
  readonly backupServerUid: string;
  readonly name: string;
  readonly type: PlanType;
  readonly status: PlanStatus;
  readonly tenantUid: string | null;
  readonly objectsCount: number;
  readonly preFailoverCommand: string | null;
  readonly postFailoverCommand: string | null;
  /** null: never run, or a Console before 9.1. */
  readonly lastSession: {
    readonly id: string;
    readonly endedAt: string | null;
    readonly status: LastSessionStatus;
    readonly message: string | null;
  } | null;
}

export const OBJECT_STATUSES = ['Running', 'Success', 'Failed', 'Warning', 'Unknown'] as const;
export type ObjectStatus = (typeof OBJECT_STATUSES)[number];

/** A machine of a plan. Its id differs between listings: match by plan and name. */
export interface SpcPlanObject {
  readonly id: string;
  readonly planId: string;
  readonly name: string;
  /** null: before any run. */
  readonly restoreSession: {
    readonly id: string;
    readonly status: ObjectStatus;
    readonly restorePointTime: string | null;
    readonly startedAt: string;
    readonly endedAt: string | null;
  } | null;
}

/**
 * The Console took an operation into its queue: that it is done is never said. `queued` names the
 * async action to ask.
 */
export type Accepted =
  { readonly kind: 'accepted' } | { readonly kind: 'queued'; readonly actionId: string };

/** The commands of a plan; an empty text is none. */
export interface PlanCommands {
  readonly preFailoverCommand: string | null;
  readonly postFailoverCommand: string | null;
}

export const ACTION_STATUSES = ['running', 'succeed', 'failed', 'canceled'] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** An operation that the Console works on; its id is the X-Request-id it was sent with. */
export interface AsyncAction {
  readonly id: string;
  /** e.g. StartBackupFailoverPlan. */
  readonly actionName: string;
  readonly status: ActionStatus;
}

/** A backup server that the Console manages. */
export interface SpcBackupServer {
  readonly id: string;
  readonly name: string;
}

export interface SpcUser {
  readonly userName: string;
  /** e.g. PortalAdministrator; an open list. */
  readonly role: string;
}

export interface SpcServer {
  /** The product's version; null: not said. */
  readonly version: string | null;
  /** Its own clock, from the Date header; null: not said. */
  readonly serverTime: string | null;
}
