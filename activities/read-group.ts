import { Context } from '@temporalio/activity';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { DrivenReplica } from '../plan/driven-replica.js';
import { GROUP_STATE_QUERY } from '../plan/workflow-names.js';
import type { ReadGroupResult } from './replica-contract.js';

/**
 * What the workflow of a group knew of its machines when it was ended from outside: a query replays
 * its history, whoever ended it.
 */
export async function readGroup({
  workflowId,
}: {
  readonly workflowId: string;
}): Promise<ReadGroupResult> {
  try {
    const handle = Context.current().client.workflow.getHandle(workflowId);
    return { replicas: await handle.query<readonly DrivenReplica[]>(GROUP_STATE_QUERY) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { replicas: null };
    const message = error instanceof Error ? error.message : 'no reason given';
    throw ApplicationFailure.retryable(
      `${workflowId} could not be asked: ${message}`,
      'TemporalUnavailable',
    );
  }
}
