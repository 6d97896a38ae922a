import { TimeoutFailure, type ActivityFailure } from '@temporalio/workflow';
import type { FollowResult } from '../activities/follow-contract.js';
import type { MachineRecord } from '../plan/run-record.js';

/** How following ended; `failed`: the server ended the task as failed and linked no session. */
export type FollowEnd = Omit<FollowResult, 'calls' | 'kind'> & {
  readonly kind: FollowResult['kind'] | 'failed';
};

export interface FollowOptions {
  readonly step: string;
  /** Makes the activity ids unique: `databases/1/follow`. */
  readonly activityId: string;
  readonly pollSeconds: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** An end of which nothing is known but why. */
export function bareEnd(kind: FollowEnd['kind'], message: string): FollowEnd {
  const none = { sessionId: null, isSearched: false, result: null, machines: [] };
  return { kind, message, ...none };
}

/** The machines as the lost activity last heartbeat them. */
export function lastSeen(error: ActivityFailure): readonly MachineRecord[] {
  if (!(error.cause instanceof TimeoutFailure)) return [];
  const details = error.cause.lastHeartbeatDetails as
    { readonly machines?: readonly MachineRecord[] } | undefined;
  return details?.machines ?? [];
}

/** The activity ends at the deadline by itself; this is for when no worker is there to do so. */
export function closeTimeout(deadline: number): number {
  return Math.max(1000, deadline - Date.now()) + 120_000;
}
