import { ActivityFailure } from '@temporalio/workflow';
import type { FollowTaskResult } from '../activities/follow-contract.js';
import { follows } from './activities.js';
import { setSession, type Drive } from './drive.js';
import { failureRecord } from './failure-words.js';
import { followOnConsole, followSecondOpinion } from './follow-console.js';
import {
  bareEnd,
  closeTimeout,
  lastSeen,
  type FollowEnd,
  type FollowOptions,
} from './follow-end.js';
import type { Run } from './run.js';

/** How long a worker may take to fetch an activity for its own queue before it counts as gone. */
const OWN_QUEUE_LIMIT = '60s';

/**
 * Follows the job of a drive until it is at rest or the limit has passed: first its task, on the
 * worker whose logon session made it, then its session or its machines' restore sessions; at a
 * Service Provider Console, or where one gives a second opinion, by what that shows of the plan.
 */
export async function followDrive(
  run: Run,
  drive: Drive,
  options: FollowOptions,
): Promise<FollowEnd> {
  if (drive.target.kind === 'spcFailoverPlan') return await followOnConsole(run, drive, options);
  const task = await followTask(run, drive, options);
  if (task?.kind === 'limit') return bareEnd('limit', task.message);
  if (task?.kind === 'finished') {
    if (drive.target.kind === 'failoverPlan' || !task.success) drive.isEndSeen = true;
    if (task.sessionId !== null) setSession(drive, task.sessionId, 'task-link');
    if (!task.success && task.sessionId === null) {
      const said = task.message ?? 'no reason given';
      return {
        ...bareEnd('failed', `the server ended the task as failed: ${said}`),
        result: 'Failed',
      };
    }
  }
  const second = await followSecondOpinion(run, drive, options);
  if (second !== null && second.kind !== 'absent') return second;
  const end = await followSessions(run, drive, options);
  if (drive.target.kind === 'cloudFailoverPlan' && end.kind === 'over') drive.isEndSeen = true;
  if (end.sessionId !== null && drive.sessionId === null) {
    setSession(drive, end.sessionId, 'search');
  }
  return second === null ? end : { ...end, message: second.message };
}

/** null: there is no task to follow (the answer was lost). */
async function followTask(
  run: Run,
  drive: Drive,
  options: FollowOptions,
): Promise<FollowTaskResult | null> {
  if (drive.job === null) return null;
  const { taskId, taskQueue, logonSession } = drive.job;
  if (taskId === null || taskQueue === null || logonSession === null) return null;
  const operation =
    drive.target.kind === 'cloudFailoverPlan' ? 'StartCloudFailoverPlan' : 'StartFailoverPlan';
  return await followTaskOnItsWorker(run, {
    ...options,
    drive,
    operation,
    taskId,
    taskQueue,
    logonSession,
  });
}

export interface TaskOnWorker extends FollowOptions {
  readonly drive: Pick<Drive, 'target'>;
  readonly operation: string;
  readonly taskId: string;
  readonly taskQueue: string;
  readonly logonSession: string;
}

/** A task lives in one logon session: when its worker is gone the task is lost, not the job. */
export async function followTaskOnItsWorker(
  run: Run,
  task: TaskOnWorker,
): Promise<FollowTaskResult> {
  try {
    const result = await follows.followTask.executeWithOptions(
      {
        activityId: `${task.activityId}/task`,
        summary: `${task.drive.target.name}: ${task.taskId}`,
        taskQueue: task.taskQueue,
        scheduleToStartTimeout: OWN_QUEUE_LIMIT,
        scheduleToCloseTimeout: closeTimeout(task.deadline),
      },
      [
        {
          step: task.step,
          target: task.drive.target,
          operation: task.operation,
          taskId: task.taskId,
          logonSession: task.logonSession,
          pollSeconds: task.pollSeconds,
          until: new Date(task.deadline).toISOString(),
        },
      ],
    );
    run.logCalls(task.step, result.calls);
    return result;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { kind: 'lost', message: failureRecord(error).message, calls: [] };
  }
}

async function followSessions(run: Run, drive: Drive, options: FollowOptions): Promise<FollowEnd> {
  const input = {
    step: options.step,
    target: drive.target,
    baseline: drive.baseline,
    pollSeconds: options.pollSeconds,
    until: new Date(options.deadline).toISOString(),
  };
  const call = {
    activityId: `${options.activityId}/sessions`,
    summary: `${drive.target.name}: machines`,
    scheduleToCloseTimeout: closeTimeout(options.deadline),
  };
  try {
    const result =
      drive.target.kind === 'cloudFailoverPlan'
        ? await follows.followCloudSession.executeWithOptions(call, [
            { ...input, sessionId: drive.sessionId ?? drive.job?.sessionId ?? null },
          ])
        : await follows.followPlainPlan.executeWithOptions(call, [input]);
    run.logCalls(options.step, result.calls);
    return result;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { ...bareEnd('limit', failureRecord(error).message), machines: lastSeen(error) };
  }
}
