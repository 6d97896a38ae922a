import { ActivityFailure } from '@temporalio/workflow';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import { chores } from '../activities.js';
import { failureRecord } from '../failure-words.js';
import type { GroupContext } from './group.js';

/**
 * Removes the tasks of machines that are over, on the workers whose logon sessions made them. Good to
 * have, for the lists of tasks stay short; nothing depends on it.
 */
export async function tidyTasksOf(
  context: GroupContext,
  replicas: readonly DrivenReplica[],
): Promise<void> {
  const byQueue = new Map<string, { taskId: string; logonSession: string }[]>();
  for (const replica of replicas) {
    const { state, job } = replica;
    if (state !== 'over' || job === null) continue;
    const { taskId, logonSession, taskQueue } = job;
    if (taskId === null || logonSession === null || taskQueue === null) continue;
    const own = byQueue.get(taskQueue);
    if (own === undefined) byQueue.set(taskQueue, [{ taskId, logonSession }]);
    else own.push({ taskId, logonSession });
    replica.job = { ...job, taskId: null };
  }
  const { prefix, step, connection } = context.facts;
  await Promise.all(
    [...byQueue].map(async ([taskQueue, tasks], index) => {
      try {
        const result = await chores.tidyTasks.executeWithOptions(
          {
            activityId: `${prefix}/tidy/${index + 1}`,
            summary: 'remove finished tasks',
            taskQueue,
          },
          [{ connection, tasks }],
        );
        context.sender.logCalls(step, result.calls);
        context.sender.log('tasks-removed', step, { removed: result.deleted, of: tasks.length });
      } catch (error) {
        if (!(error instanceof ActivityFailure)) throw error;
        context.sender.log('tasks-not-removed', step, { message: failureRecord(error).message });
      }
    }),
  );
}
