/** The names under which Temporal knows what Drillbook runs. */
export const RUN_WORKFLOW = 'runPlan';
export const HOLD_WORKFLOW = 'holdTarget';
export const MARK_WORKFLOW = 'failedOver';

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
