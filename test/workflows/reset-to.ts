import { randomUUID } from 'node:crypto';
import type { Lab } from './lab.js';

/** Resets a run in Temporal to the workflow task that started its first timer, or a later one. */
export async function resetToTimer(lab: Lab, workflowId: string, index = 0): Promise<void> {
  const { events } = await lab.client.workflow.getHandle(workflowId).fetchHistory();
  const timer = events?.filter(
    (event) =>
      event.timerStartedEventAttributes !== null && event.timerStartedEventAttributes !== undefined,
  )[index];
  const task = timer?.timerStartedEventAttributes?.workflowTaskCompletedEventId;
  if (task === null || task === undefined) throw new Error('the history has no such timer');
  const { runId } = await lab.client.workflow.getHandle(workflowId).describe();
  await lab.client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    reason: 'a test',
    workflowTaskFinishEventId: task,
    requestId: randomUUID(),
  });
}
