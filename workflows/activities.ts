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
    | 'admit'
    | 'readTarget'
    | 'readReplicas'
    | 'readReplicaMark'
    | 'readGroup'
    | 'checkReadiness'
    | 'checkReplicas'
    | 'lookUpMutation'
    | 'lookUpReplica'
    | 'readCommands'
    | 'lookUpUpdate'
    | 'readHolder'
    | 'readHttp'
    | 'readRun'
    | 'writeRecord'
  >
>({ ...retriedReads, startToCloseTimeout: '5m', heartbeatTimeout: '30s' });

/**
 * Following: one activity polls for as long as the job runs. The limit is in its input, so that it
 * comes back with what it saw; the close time-out behind it is for a worker that is gone.
 */
export const follows = proxyActivities<
  Pick<
    Activities,
    | 'followTask'
    | 'followCloudSession'
    | 'followPlainPlan'
    | 'followConsolePlan'
    | 'followConsoleUndo'
    | 'followUpdate'
    | 'followReplicas'
    | 'confirmUndone'
    | 'probe'
  >
>({ ...retriedReads, startToCloseTimeout: '30d', heartbeatTimeout: '30s' });

/**
 * Mutations: sent once by Temporal and never again (`maximumAttempts: 1`); only the workflow sends
 * again, and only what was certainly refused. Once scheduled they are not cancelled: callers run
 * them in a non-cancellable scope, and wait for their end whatever happens.
 */
export const mutations = proxyActivities<
  Pick<Activities, 'sendMutation' | 'sendUpdate' | 'sendHttp' | 'startReplica'>
>({
  retry: { maximumAttempts: 1 },
  startToCloseTimeout: '1h',
  heartbeatTimeout: '30s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
});

/**
 * Telling people: tried a few times within a minute, then given up. A message may come twice; it has
 * an id for that. Nothing waits for it but the end of the run.
 */
export const notifications = proxyActivities<Pick<Activities, 'sendNotification'>>({
  retry: {
    initialInterval: '2s',
    backoffCoefficient: 2,
    maximumInterval: '20s',
    maximumAttempts: 5,
  },
  startToCloseTimeout: '15s',
  scheduleToCloseTimeout: '60s',
  cancellationType: 'ABANDON',
});

/** What is good to have: tried once, given up soon, and nothing depends on it. */
export const chores = proxyActivities<Pick<Activities, 'tidyTasks'>>({
  retry: { maximumAttempts: 1 },
  startToCloseTimeout: '10m',
  scheduleToStartTimeout: '10s',
  heartbeatTimeout: '30s',
  cancellationType: 'TRY_CANCEL',
});
