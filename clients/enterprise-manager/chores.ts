import { ClientError } from '../client-error.js';
import type { CallOptions } from '../transport/options.js';
import type { Connection } from './connection.js';
import { cloudPlanMachineOf } from './decode-plan.js';
import { decodeItems, ownId, readPages } from './lists.js';
import { pagePath, plansPath } from './requests.js';
import type { CloudPlanMachine, Task } from './resources.js';
import { taskAction } from './task-action.js';
import { judgeTask } from './task-lost.js';
import { getTask, sessionOf, taskPath } from './tasks.js';

/**
 * Removes a task that is over. What deleting does to one that is not is told in two ways by the
 * vendor's pages (it stops, or it is only removed), so that is never tried.
 */
export async function deleteFinishedTask(
  connection: Connection,
  taskId: string,
  logonSessionId: string,
  options: CallOptions,
): Promise<void> {
  const { state } = await getTask(connection, taskId, logonSessionId, options);
  const path = taskPath(taskId);
  if (state !== 'Finished') throw notFinished(connection.name, path, state);
  await connection.calls.within(
    sessionOf(connection, path, logonSessionId),
    {
      operation: 'deleteTask',
      method: 'DELETE',
      path,
      body: null,
      decode: () => null,
      judge: judgeTask,
    },
    options,
  );
}

/** Starts the collection of a backup server's data; the task says that it was started. */
export async function collectBackupServer(
  connection: Connection,
  backupServerId: string,
  options: CallOptions,
): Promise<Task> {
  const call = taskAction({
    operation: 'collect',
    path: `/backupServers/${encodeURIComponent(backupServerId)}?action=collect`,
    body: '',
    expected: 'CollectingBackupServer',
  });

  return connection.calls.mutate(call, options);
}

/** The machines of a cloud plan, in their order. */
export async function cloudPlanIncludes(
  connection: Connection,
  id: string,
  options: CallOptions,
): Promise<readonly CloudPlanMachine[]> {
  const machine = { item: 'CloudFailoveredVm', decode: cloudPlanMachineOf, id: ownId };
  const found = await readPages(ownId, (asked) =>
    connection.calls.read(
      {
        operation: 'listCloudPlanIncludes',
        path: pagePath(`${plansPath('cloudFailoverPlan', id)}/includes`, asked.number),
        body: null,
        decode: (body) => decodeItems(body, machine, asked),
      },
      options,
    ),
  );

  return found.toSorted((a, b) => a.order - b.order);
}

function notFinished(connection: string, path: string, state: string): ClientError {
  return new ClientError({
    kind: 'refused',
    message: `${connection}: deleteTask (DELETE /api${path}) was not sent: the task is ${state}, and only a Finished one is deleted`,
    connection,
    operation: 'deleteTask',
    method: 'DELETE',
    path: `/api${path}`,
    status: null,
    serverMessage: null,
    retryAfterSeconds: null,
  });
}
