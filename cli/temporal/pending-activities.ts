import { defaultPayloadConverter } from '@temporalio/common';
import type { DescribeWorkflowExecutionResponse } from '@temporalio/client';
import type { FollowProgress } from '../../plan/progress.js';
import type { Trouble } from '../../report/terminal/trouble.js';

type RawPending = NonNullable<DescribeWorkflowExecutionResponse['pendingActivities']>[number];

/** An activity of a run that is not over, as Temporal's describe shows it. */
export interface PendingActivity {
  readonly id: string;
  readonly type: string;
  readonly attempt: number;
  readonly lastFailure: string | null;
  /** What it heartbeats, if it follows a job. */
  readonly progress: FollowProgress | null;
}

/** Reads the pending activities of a describe; a heartbeat that is not ours gives no progress. */
export function pendingActivities(raw: readonly RawPending[]): PendingActivity[] {
  return raw.map((activity) => ({
    id: activity.activityId ?? '',
    type: activity.activityType?.name ?? '',
    attempt: activity.attempt ?? 1,
    lastFailure: activity.lastFailure?.message ?? null,
    progress: readProgress(activity),
  }));
}

/**
 * What failed and is tried again. One that heartbeats its progress is left out: it works again, and
 * Temporal keeps its last failure all the same.
 */
export function troublesOf(pending: readonly PendingActivity[]): Trouble[] {
  return pending.flatMap(({ id, lastFailure, progress }) =>
    lastFailure === null || progress !== null ? [] : [{ what: id, message: lastFailure }],
  );
}

function readProgress(activity: RawPending): FollowProgress | null {
  const payload = activity.heartbeatDetails?.payloads?.[0];
  if (payload === undefined) return null;
  try {
    const details: unknown = defaultPayloadConverter.fromPayload(payload);
    return isProgress(details) ? details : null;
  } catch {
    // Encoded by a converter that this command does not have: there is no live view, no more.
    return null;
  }
}

function isProgress(details: unknown): details is FollowProgress {
  if (typeof details !== 'object' || details === null) return false;
  const { step, machines, message } = details as Partial<FollowProgress>;
  return typeof step === 'string' && Array.isArray(machines) && typeof message === 'string';
}
