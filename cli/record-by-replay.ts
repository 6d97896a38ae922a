import type { Client } from '@temporalio/client';
import type { RunRecord } from '../plan/run-record.js';

/**
 * Makes a closed run's record without a worker: fetches its history and replays it here, with the
 * workflow code of this version. Null when the workflow never came to its end (it was terminated).
 * Throws when this version's code does not fit the history.
 */
export async function readRecordByReplay(client: Client, runId: string): Promise<RunRecord | null> {
  const { Worker } = await import('@temporalio/worker');
  await quietRuntime();
  const history = await client.workflow.getHandle(runId).fetchHistory();
  let record: RunRecord | null = null;
  const sinks = {
    record: {
      head: { fn: () => undefined, callDuringReplay: false },
      final: {
        fn: (_info: unknown, final: RunRecord) => {
          record = final;
        },
        callDuringReplay: true,
      },
    },
  };
  const { workflowCode } = await import('../worker/workflow-code.js');
  await Worker.runReplayHistory({ ...workflowCode(), sinks, replayName: 'record' }, history, runId);
  return record;
}

/** The SDK's own log lines of a replay are of no use to an operator who asked for a record. */
async function quietRuntime(): Promise<void> {
  const { DefaultLogger, Runtime } = await import('@temporalio/worker');
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch {
    // This process has one already (`dev`, `demo`): its logger stays.
  }
}
