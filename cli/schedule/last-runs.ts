import type { ScheduleDescription } from '@temporalio/client';
import type { LastRun } from '../../report/schedule-view.js';
import { summaryFromMemo } from '../temporal/run-summary.js';
import type { TemporalSession } from '../temporal/temporal-session.js';

const AT_MOST = 5;

/** The last runs of a schedule, the newest first. One that Temporal keeps no more is left out. */
export async function lastRunsOf(
  session: TemporalSession,
  { info }: ScheduleDescription,
): Promise<readonly LastRun[]> {
  const newest = [...info.recentActions].reverse().slice(0, AT_MOST);
  const read = newest.map(async ({ scheduledAt, action }): Promise<LastRun[]> => {
    const { workflowId } = action.workflow;
    const { WorkflowNotFoundError } = await import('@temporalio/client');
    try {
      const found = await session.client.workflow.getHandle(workflowId).describe();
      const { id, state, outcome, message } = summaryFromMemo(found);
      return [{ id, dueAt: scheduledAt.toISOString(), state, outcome, message }];
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return [];
      throw error;
    }
  });
  return (await Promise.all(read)).flat();
}
