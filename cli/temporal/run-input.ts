import type { RunInput } from '../../plan/run-input.js';
import type { TemporalSession } from './temporal-session.js';

/** What a run was started with, from the first event of its history; null: Temporal keeps it no more. */
export async function readRunInput(
  session: TemporalSession,
  runId: string,
): Promise<RunInput | null> {
  const { defaultPayloadConverter } = await import('@temporalio/common');
  const { workflowService } = session.client.connection;
  const { history } = await workflowService.getWorkflowExecutionHistory({
    namespace: session.client.options.namespace,
    execution: { workflowId: runId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const payload = started?.input?.payloads?.[0];
  if (payload === undefined) return null;
  return defaultPayloadConverter.fromPayload<RunInput>(payload);
}
