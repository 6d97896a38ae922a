import type { WorkflowExecutionStatusName } from '@temporalio/client';
import type { FollowProgress } from '../../plan/progress.js';
import type { RunSummary } from '../../plan/run-record.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { progressByStep } from '../../report/terminal/progress-by-step.js';
import { wrongUse } from '../command-error.js';
import { readGroups } from './group-progress.js';
import { pendingActivities, type PendingActivity } from './pending-activities.js';
import { summaryFromMemo } from './run-summary.js';
import type { TemporalSession } from './temporal-session.js';

/** What Temporal itself knows of a run, whether or not a worker lives. */
export interface Execution {
  readonly runId: string;
  readonly status: WorkflowExecutionStatusName;
  readonly isOpen: boolean;
  /** No worker has begun with it: its history holds the start and a scheduled task, no more. */
  readonly isUntouched: boolean;
  readonly startedAt: string;
  readonly closedAt: string | null;
  /** The run part of the record as the memo has it, corrected when the run ended from outside. */
  readonly summary: RunSummary;
  readonly pending: readonly PendingActivity[];
  /** One for each step that something follows. */
  readonly progress: readonly FollowProgress[];
}

/** Asks Temporal about a run; throws wrong use when there is none of that id. */
export async function describeExecution(
  session: TemporalSession,
  runId: string,
): Promise<Execution> {
  // Temporal's words for it are about a workflow.
  if (runId.trim() === '') throw wrongUse("the run's id is empty; drillbook runs lists them");
  const { WorkflowNotFoundError } = await import('@temporalio/client');
  const handle = session.client.workflow.getHandle(runId);
  const description = await handle.describe().catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) throw unknownRun(runId);
    throw error;
  });
  if (description.type !== RUN_WORKFLOW) throw unknownRun(runId);
  const groups = await readGroups(session, description.raw.pendingChildren ?? []);
  const pending = [
    ...pendingActivities(description.raw.pendingActivities ?? []),
    ...groups.pending,
  ];
  return {
    runId,
    status: description.status.name,
    isOpen: description.status.name === 'RUNNING' || description.status.name === 'PAUSED',
    isUntouched: description.historyLength <= 2,
    startedAt: description.startTime.toISOString(),
    closedAt: description.closeTime?.toISOString() ?? null,
    summary: summaryFromMemo(description),
    pending,
    // What followers see goes last: it is newer than what the groups' workflows know.
    progress: progressByStep([
      ...groups.machines,
      ...pending.flatMap(({ progress }) => (progress === null ? [] : [progress])),
    ]),
  };
}

function unknownRun(runId: string): Error {
  return wrongUse(`there is no run ${runId}; drillbook runs lists them`);
}
