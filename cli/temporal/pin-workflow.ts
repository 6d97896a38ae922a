import type { WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import type { TemporalSession } from './temporal-session.js';

/** One execution of a workflow: a later one under the same id is another. */
export interface PinnedWorkflow {
  readonly handle: WorkflowHandle;
  readonly memo: WorkflowExecutionDescription['memo'];
}

/** The execution that is open now under a workflow's id; null: none is. */
export async function pinOpenWorkflow(
  session: TemporalSession,
  workflowId: string,
): Promise<PinnedWorkflow | null> {
  const { client } = session;
  const description = await unlessGone(client.workflow.getHandle(workflowId).describe());
  if (description === null || !isOpen(description)) return null;
  const { runId, memo } = description;
  return { handle: client.workflow.getHandle(workflowId, runId), memo };
}

/** The memo of a pinned execution now; null: it is closed. */
export async function memoIfOpen({ handle }: PinnedWorkflow): Promise<{
  readonly memo: WorkflowExecutionDescription['memo'];
} | null> {
  const description = await unlessGone(handle.describe());
  return description === null || !isOpen(description) ? null : { memo: description.memo };
}

/** What a call to a workflow gives; null when that workflow is closed, or was never there. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    // By name: an import would load Temporal's client for every command.
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}

function isOpen({ status }: WorkflowExecutionDescription): boolean {
  return status.name === 'RUNNING' || status.name === 'PAUSED';
}
