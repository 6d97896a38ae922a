import type { Client } from '@temporalio/client';
import { captureReplay } from '../evidence/replay/capture.js';
import type { RunRecord } from '../plan/run-record.js';

/**
 * Makes a closed run's record without a worker: fetches its history and replays it here, with the
 * workflow code of this version. Null when the workflow never came to its end (it was terminated).
 * Throws when this version's code does not fit the history.
 */
export async function readRecordByReplay(client: Client, runId: string): Promise<RunRecord | null> {
  const handle = client.workflow.getHandle(runId);
  const execution = await handle.describe();
  const history = await handle.fetchHistory();
  const { workflowCode } = await import('../worker/workflow-code.js');
  const { workflowBundle } = await workflowCode();
  const [captured] = await captureReplay(workflowBundle, [
    { workflowId: runId, runId: execution.runId, history },
  ]);
  if (captured === undefined || captured.error !== null) throw new Error(captured?.error ?? '');
  return captured.record;
}
