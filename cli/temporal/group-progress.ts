import type { DescribeWorkflowExecutionResponse } from '@temporalio/client';
import type { FollowProgress } from '../../plan/progress.js';
import type { MachineRecord } from '../../plan/run-record.js';
import { GROUP_MACHINES_QUERY, GROUP_WORKFLOW } from '../../plan/workflow-names.js';
import { pendingActivities, type PendingActivity } from './pending-activities.js';
import type { TemporalSession } from './temporal-session.js';

type RawChild = NonNullable<DescribeWorkflowExecutionResponse['pendingChildren']>[number];

/** A big group's answer is some ten thousand bytes; a worker that is busy is not waited for. */
const QUERY_LIMIT_MS = 2_000;

interface GroupsNow {
  readonly pending: readonly PendingActivity[];
  /** What the groups' own workflows know of their machines. */
  readonly machines: readonly FollowProgress[];
}

/**
 * What the groups of a run's replicas are at: their machines from their own workflows, then what
 * their followers see at this moment (that needs no worker).
 */
export async function readGroups(
  session: TemporalSession,
  children: readonly RawChild[],
): Promise<GroupsNow> {
  const groups = children.filter(({ workflowTypeName }) => workflowTypeName === GROUP_WORKFLOW);
  const read = await Promise.all(
    groups.map(async ({ workflowId }) => await readGroup(session, workflowId ?? '')),
  );
  return {
    pending: read.flatMap(({ pending }) => pending),
    machines: read.flatMap(({ machines }) => machines),
  };
}

async function readGroup(session: TemporalSession, workflowId: string): Promise<GroupsNow> {
  const handle = session.client.workflow.getHandle(workflowId);
  try {
    const [machines, description] = await Promise.all([
      queryMachines(session, workflowId),
      handle.describe(),
    ]);
    const pending = pendingActivities(description.raw.pendingActivities ?? []);
    const step = stepOf(workflowId);
    return { pending, machines: [{ step, machines, unreachableSince: null, message: '' }] };
  } catch {
    // It has ended meanwhile, or nobody answers: then less is shown, no more.
    return { pending: [], machines: [] };
  }
}

async function queryMachines(
  session: TemporalSession,
  workflowId: string,
): Promise<readonly MachineRecord[]> {
  try {
    return await session.client.withDeadline(Date.now() + QUERY_LIMIT_MS, () =>
      session.client.workflow
        .getHandle(workflowId)
        .query<readonly MachineRecord[]>(GROUP_MACHINES_QUERY),
    );
  } catch {
    return [];
  }
}

/** Of `RUN/STEP/ATTEMPT/.../group-N`; a run's id has no slash. */
function stepOf(workflowId: string): string {
  return workflowId.split('/')[1] ?? '';
}
