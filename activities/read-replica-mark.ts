import { Context } from '@temporalio/activity';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { REPLICA_MARK_QUERY, replicasKey, toReplicaMark } from '../plan/replica-mark.js';
import { markWorkflowId } from '../plan/workflow-names.js';
import type { ReadReplicaMarkResult } from './replica-contract.js';
import { temporalUnavailable } from './temporal-memo.js';

/** Within it a worker that is there has answered; the activity's own limit is for trying again. */
const QUERY_LIMIT_MS = 10_000;

/**
 * What runs have failed over on a connection. The mark is asked, not its memo: a query is answered
 * after everything that the mark was told, and a memo only shows what a worker has got round to.
 */
export async function readReplicaMark({
  connection,
}: {
  readonly connection: string;
}): Promise<ReadReplicaMarkResult> {
  const id = markWorkflowId(replicasKey(connection));
  const taskQueue = await taskQueueOf(id);
  if (taskQueue === null) return { mark: null };
  const { client } = Context.current();
  try {
    const mark = await client.withDeadline(Date.now() + QUERY_LIMIT_MS, () =>
      client.workflow.getHandle(id).query(REPLICA_MARK_QUERY),
    );
    return { mark: toReplicaMark(mark) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { mark: null };
    const message = error instanceof Error ? error.message : 'no reason given';
    throw ApplicationFailure.retryable(
      `The mark ${id} did not say which replicas are failed over; a worker for task queue ${taskQueue} must be running: ${message}`,
      'TemporalUnavailable',
    );
  }
}

/** Where the mark's workflow is served; null: there is no mark. */
async function taskQueueOf(id: string): Promise<string | null> {
  try {
    const found = await Context.current().client.workflow.getHandle(id).describe();
    return found.status.name === 'RUNNING' ? found.taskQueue : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw temporalUnavailable(id, error);
  }
}
