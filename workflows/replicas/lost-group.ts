import { ActivityFailure } from '@temporalio/workflow';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import { reads } from '../activities.js';
import type { Run } from '../run.js';
import { leaveUnstarted } from './leave-unstarted.js';

interface LostGroup {
  readonly id: string;
  readonly replicas: readonly DrivenReplica[];
  /** ISO 8601: nothing of it was started earlier. */
  readonly since: string;
}

interface Loss {
  /** It may still go on: even what it has not begun may be started yet. */
  readonly isStillThere: boolean;
  readonly message: string;
}

/**
 * A group whose workflow gave no result (terminated, failed, or there from before a reset). Temporal
 * still knows its history, so it is asked what it knew; what it may have started is `unknown`, and
 * never started anew by itself.
 */
export async function takeLostGroup(run: Run, group: LostGroup, loss: Loss): Promise<void> {
  const known = await lastState(group.id);
  run.log('group-lost', null, { group: group.id, message: loss.message, isTold: known !== null });
  for (const [index, replica] of group.replicas.entries()) {
    const last = known?.[index];
    if (last !== undefined) Object.assign(replica, last);
    settle(replica, group, loss, last !== undefined);
  }
}

async function lastState(workflowId: string): Promise<readonly DrivenReplica[] | null> {
  try {
    const { replicas } = await reads.readGroup.executeWithOptions(
      {
        activityId: `${workflowId}/look`,
        summary: `what ${workflowId} knew`,
        scheduleToCloseTimeout: '2m',
      },
      [{ workflowId }],
    );
    return replicas;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return null;
  }
}

function settle(replica: DrivenReplica, group: LostGroup, loss: Loss, isTold: boolean): void {
  const { message } = loss;
  switch (replica.state) {
    case 'over':
    case 'idle':
    case 'unclear':
      if (replica.result !== null) return;
      break;
    case 'accepted':
      Object.assign(replica, { result: 'unknown', message });
      return;
    case 'queued':
      if (isTold && !loss.isStillThere) {
        // Its history says that the start was never given to a worker.
        leaveUnstarted([replica], 'cancelled', message);
        return;
      }
      break;
    case 'sending':
      break;
  }
  Object.assign(replica, {
    state: 'unclear',
    result: 'unknown',
    message,
    // Where its group could not be asked, whether it is marked is not known either: it is marked anew.
    isMarked: isTold && replica.isMarked,
    baseline: replica.baseline ?? {
      serverTime: group.since,
      hasSessions: true,
      sessionIds: [],
    },
  });
}
