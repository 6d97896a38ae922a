import { Context } from '@temporalio/activity';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { MarkMemo, TargetMemo } from '../plan/workflow-names.js';

/** The memo of a workflow that is open; null: there is none, or it is over. */
export async function openMemo(workflowId: string): Promise<Record<string, unknown> | null> {
  try {
    const found = await Context.current().client.workflow.getHandle(workflowId).describe();
    return found.status.name === 'RUNNING' ? (found.memo ?? {}) : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw temporalUnavailable(workflowId, error);
  }
}

/** The failure of an activity that Temporal did not answer; it is tried again. */
export function temporalUnavailable(workflowId: string, error: unknown): ApplicationFailure {
  const message = error instanceof Error ? error.message : 'no reason given';
  return ApplicationFailure.retryable(
    `Temporal could not be asked about ${workflowId}: ${message}`,
    'TemporalUnavailable',
  );
}

export function toTargetMemo(memo: Record<string, unknown>): TargetMemo {
  return {
    runId: text(memo['runId']),
    runbook: text(memo['runbook']),
    mode: memo['mode'] === 'live' ? 'live' : 'drill',
    name: text(memo['name']),
    connection: text(memo['connection']),
    since: text(memo['since']),
  };
}

export function toMarkMemo(memo: Record<string, unknown>): MarkMemo {
  const { session, machines } = memo;
  return {
    ...toTargetMemo(memo),
    session: typeof session === 'string' ? session : null,
    machines: Array.isArray(machines) ? machines.filter((name) => typeof name === 'string') : [],
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : 'unknown';
}
