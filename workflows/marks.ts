import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import {
  DESCRIBE_MARK_SIGNAL,
  MARK_WORKFLOW,
  type MarkMemo,
  markWorkflowId,
  RELEASE_SIGNAL,
  type ReleaseNote,
} from '../plan/workflow-names.js';
import type { Drive } from './drive.js';
import { markedBeside } from './driven-beside.js';
import { now, type Run } from './run.js';

/**
 * Marks a target as failed over, before the start is sent, so that no crash between the two can
 * hide it. A mark that is there already (of an earlier attempt of this step) is kept.
 */
export async function ensureMark(run: Run, drive: Drive): Promise<void> {
  const { target } = drive;
  const memo: MarkMemo = {
    runId: run.id,
    runbook: run.input.plan.runbook.id,
    mode: run.input.plan.mode,
    name: target.name,
    connection: target.connection,
    since: now(),
    session: null,
    machines: target.machines,
  };
  try {
    const handle = await startChild(MARK_WORKFLOW, {
      workflowId: markWorkflowId(target.planId),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      memo: { ...memo },
      args: [memo],
      staticSummary: `${target.name} is failed over`,
    });
    run.marks.set(target.planId, handle);
    // Released by a person: that is not this run's failure.
    handle.result().catch((error: unknown) => {
      run.log('mark-ended', drive.step, { target: target.planId, message: String(error) });
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const isOwn = run.drives.some(
      (other) => other !== drive && other.isMarked && other.target.planId === target.planId,
    );
    const beside = markedBeside(run, drive);
    if (!isOwn || beside !== null) {
      drive.state = 'refused';
      const who = beside === null ? 'another run' : `step ${beside} of this run`;
      throw ApplicationFailure.nonRetryable(
        `"${target.name}" was marked as failed over by ${who} meanwhile; nothing was sent`,
        'TargetNotIdle',
      );
    }
  }
  drive.isMarked = true;
  run.log('marked', drive.step, { target: target.planId });
}

/** Tells the mark which session and machines a later undo must find. */
export async function describeMark(run: Run, drive: Drive): Promise<void> {
  await signalMark(run, drive.target.planId, DESCRIBE_MARK_SIGNAL, {
    session: drive.sessionId,
    machines: drive.target.machines,
  });
}

/** Removes the mark: after proof that the target is not failed over (any more). */
export async function removeMark(
  run: Run,
  drive: Pick<Drive, 'target' | 'step'> & { isMarked?: boolean },
  reason: string,
): Promise<void> {
  const { startedBy } = run.input;
  const note: ReleaseNote = {
    by: `run ${run.id}`,
    osUser: startedBy.osUser,
    host: startedBy.host,
    reason,
    at: now(),
  };
  const { planId } = drive.target;
  await signalMark(run, planId, RELEASE_SIGNAL, note);
  // It is closed before anything else looks for it; one of another run closes by itself.
  await run.marks
    .get(planId)
    ?.result()
    .catch(() => undefined);
  run.marks.delete(planId);
  drive.isMarked = false;
  run.log('unmarked', drive.step, { target: drive.target.planId, reason });
}

async function signalMark(
  run: Run,
  planId: string,
  signal: string,
  argument: object,
): Promise<void> {
  try {
    await getExternalWorkflowHandle(markWorkflowId(planId)).signal(signal, argument);
  } catch (error) {
    // Released by a person meanwhile: there is nothing left to tell.
    run.log('mark-not-there', null, { target: planId, signal, message: String(error) });
  }
}
