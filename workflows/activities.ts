import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activity-interface.js';

/**
 * Reads and waits: Temporal repeats them, with growing pauses, until their time is up. They change
 * nothing, so cancelling one may leave it behind.
 */
const retriedReads = {
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  cancellationType: 'TRY_CANCEL',
} as const;

export const reads = proxyActivities<
  Pick<
    Activities,
    'admit' | 'readTarget' | 'checkReadiness' | 'lookUpMutation' | 'readHolder' | 'writeRecord'
  >
>({ ...retriedReads, startToCloseTimeout: '5m', heartbeatTimeout: '30s' });

/**
 * Following: one activity polls for as long as the job runs. The limit is in its input, so that it
 * comes back with what it saw; the close time-out behind it is for a worker that is gone.
 */
export const follows = proxyActivities<
  Pick<
    Activities,
    'followTask' | 'followCloudSession' | 'followPlainPlan' | 'confirmUndone' | 'probe'
  >
>({ ...retriedReads, startToCloseTimeout: '30d', heartbeatTimeout: '30s' });

/**
 * Mutations: sent once by Temporal and never again (`maximumAttempts: 1`); only the workflow sends
 * again, and only what was certainly refused. Once scheduled they are not cancelled: callers run
 * them in a non-cancellable scope, and wait for their end whatever happens.
 */
export const mutations = proxyActivities<Pick<Activities, 'sendMutation'>>({
  retry: { maximumAttempts: 1 },
  startToCloseTimeout: '1h',
  heartbeatTimeout: '30s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
});
