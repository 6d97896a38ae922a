import { setTimeout as delay } from 'node:timers/promises';
import type { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';

const LIMIT_MS = 5 * 60_000;
const LOOK_EVERY_MS = 2_000;

/**
 * Asks Enterprise Manager to collect the data of all its backup servers, which it else does every 15
 * minutes, and waits until the tasks are over. They say that a collection was begun: what is read
 * right after may still be older (vendor's page of the call). A task that fails is told to `note`.
 */
export async function collectFirst(
  client: EnterpriseManagerClient,
  note: (message: string) => void,
): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  for (const { id, name } of await client.listBackupServers()) {
    const asked = await client.collect(id);
    let task = asked;
    while (task.state !== 'Finished' && Date.now() < until) {
      await delay(LOOK_EVERY_MS);
      task = await client.getTask(asked.taskId, asked.logonSessionId);
    }
    const { state, success, message } = task;
    if (state !== 'Finished') note(`${name}: the collection was begun and has not ended in 5 min`);
    else if (success === false) {
      note(`${name}: the collection failed: ${message ?? 'no reason given'}`);
    } else note(`${name}: collected`);
  }
}
