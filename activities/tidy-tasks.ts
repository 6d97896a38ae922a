import { Context } from '@temporalio/activity';
import { ClientError } from '../clients/client-error.js';
import { CallLog } from './call-log.js';
import type { Dependencies } from './dependencies.js';
import { Pulse } from './pulse.js';
import type { TidyTasksInput, TidyTasksResult } from './replica-contract.js';

/**
 * Removes the tasks of starts that are over from Enterprise Manager: its lists of tasks, which are
 * read before every start, would grow with each machine. Only Finished ones, and as well as can be:
 * what fails is in the calls and changes nothing.
 */
export async function tidyTasks(
  dependencies: Dependencies,
  { connection, tasks }: TidyTasksInput,
): Promise<TidyTasksResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  const { cancellationSignal } = Context.current();
  let deleted = 0;
  try {
    const { client } = dependencies.enterpriseManager(connection);
    for (const { taskId, logonSession } of tasks) {
      if (dependencies.stopping.aborted || cancellationSignal.aborted) break;
      try {
        await client.deleteTask(taskId, logonSession, {
          onCall: (call) => {
            log.addPoll({ ...call, responseBody: null });
          },
        });
        deleted += 1;
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        // With the logon session all its tasks are gone.
        if (error.kind === 'task-lost' && client.logonSessionId !== logonSession) break;
        if (error.kind === 'not-sent' || error.kind === 'unauthorized') break;
      }
    }
  } finally {
    pulse.stop();
  }
  return { deleted, calls: log.calls };
}
