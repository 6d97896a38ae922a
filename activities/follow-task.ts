import { activityInfo } from '@temporalio/activity';
import { ClientError } from '../clients/client-error.js';
import type { Task } from '../clients/enterprise-manager/resources.js';
import { CallLog } from './call-log.js';
import type { FollowTaskInput, FollowTaskResult } from './follow-contract.js';
import type { Dependencies } from './dependencies.js';
import { poll } from './poll.js';

/** A result without the calls, which are added at the end. */
type Result<T = FollowTaskResult> = T extends FollowTaskResult ? Omit<T, 'calls'> : never;

/**
 * Follows a task of this process's own logon session until it is Finished. Neither its result nor
 * its link is read before: Running and OperationFinished may carry both (vendor's pages).
 */
export async function followTask(
  dependencies: Dependencies,
  input: FollowTaskInput,
): Promise<FollowTaskResult> {
  const log = new CallLog();
  const server = dependencies.enterpriseManager(input.target.connection);
  const state = { seen: 'sent', waitingSince: null as number | null };
  const result = await poll<Result>({
    stopping: dependencies.stopping,
    step: input.step,
    everySeconds: input.pollSeconds,
    until: input.until,
    progress: () => ({ machines: [], message: `${input.taskId} ${state.seen}` }),
    look: async () => {
      try {
        const options = { onCall: log.add };
        const task = await server.client.getTask(input.taskId, input.logonSession, options);
        state.seen = task.state;
        return judge(task, input, state, server.evidenceLagSeconds);
      } catch (error) {
        if (!(error instanceof ClientError) || error.kind !== 'task-lost') throw error;
        return { kind: 'lost', message: error.message };
      }
    },
  });
  // Not in a `finally`: a cancelled or failed attempt is followed by another one here.
  dependencies.followedTasks.end(input.logonSession, input.taskId);
  const limit = `task ${input.taskId} was ${state.seen} at the time limit (attempt ${activityInfo().attempt})`;
  return { ...(result ?? { kind: 'limit', message: limit }), calls: log.calls };
}

function judge(
  task: Task,
  input: FollowTaskInput,
  state: { waitingSince: number | null },
  lagSeconds: number,
): Result | null {
  if (task.operation !== input.operation) {
    const message = `task ${input.taskId} is a ${task.operation}, not a ${input.operation}: it is another one`;
    return { kind: 'lost', message };
  }
  switch (task.state) {
    case 'Running':
      return null;
    case 'OperationFinished': {
      // Done on the backup server, not collected yet; collection may be switched to manual.
      state.waitingSince ??= Date.now();
      if (Date.now() - state.waitingSince < lagSeconds * 1000) return null;
      return { kind: 'lost', message: `task ${input.taskId} stays OperationFinished` };
    }
    case 'Finished': {
      const { related, message } = task;
      const sessionId = related?.type === 'CloudFailoverSession' ? related.id : null;
      // Finished without a result has not been seen anywhere: nothing is claimed then.
      if (task.success === null) {
        return { kind: 'lost', message: `task ${input.taskId} is Finished without a result` };
      }
      return { kind: 'finished', success: task.success, message, sessionId };
    }
  }
}
