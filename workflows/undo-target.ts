import { ActivityFailure } from '@temporalio/workflow';
import type { AcceptedJob, JobEvidence, ResolvedTarget, Baseline } from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import type { MarkMemo } from '../plan/workflow-names.js';
import { follows } from './activities.js';
import { type Drive, isOwned } from './drive.js';
import { failureRecord } from './failure-words.js';
import { followDrive, followTaskOnItsWorker } from './follow.js';
import { removeMark } from './marks.js';
import { sendOnce } from './once.js';
import { readTarget } from './read-target.js';
import { now, type Run } from './run.js';

export interface UndoRequest {
  readonly step: string;
  readonly attempt: number;
  readonly target: ResolvedTarget;
  /** This run's own driving of the target, where it has one. */
  readonly drive: Drive | null;
  /** The runbook or a person asked for it; clean-up is not asked and needs proof of ownership. */
  readonly isAsked: boolean;
  readonly deadline: number;
  readonly pollSeconds: number;
  /** A person says that an undo whose answer was lost has happened. */
  readonly isAdopted: boolean;
  /** Clean-up, and `onFailure: undo`, go on when the run has stopped. */
  readonly evenWhenStopped: boolean;
}

/**
 * - undone: proven as far as the server tells; - refused: nothing was undone, and why;
 * - unproven: accepted, but its end can't be seen; - unclear: it may have happened.
 */
export interface UndoEnd {
  readonly kind: 'undone' | 'refused' | 'unproven' | 'unclear';
  readonly message: string;
  readonly evidence: JsonObject;
  /** The server ended the undo's task as failed: it did not happen, and may be tried again. */
  readonly isTaskFailure: boolean;
  /** How we know that the server took it; null: it did not, or nobody can tell. */
  readonly acceptedBy: JobEvidence | null;
}

/**
 * Undoes a target and follows it to the end. It is sent only when the plan's newest session is the
 * recorded one (EM undoes the plan's last session, whoever made it), and, when nobody asked for
 * it, only with proof that the start was this run's own.
 */
export async function undoTarget(run: Run, request: UndoRequest): Promise<UndoEnd> {
  const { target, step, attempt, drive } = request;
  if (drive?.state === 'accepted') {
    const isAtRest = await comeToRest(run, request, drive);
    if (!isAtRest) return end('refused', 'its job is still running', {});
  }
  const reading = await readTarget(
    run,
    target,
    `${step}/${attempt}/undo-baseline`,
    request.deadline,
  );
  if (request.isAdopted) return await confirm(run, request, reading, null);
  const refusal = refusalToUndo(request, reading);
  if (refusal !== null) return end('refused', refusal, { newest: newest(reading) });

  const sent = await sendOnce(run, {
    step,
    attempt,
    verb: 'undo',
    target,
    baseline: reading,
    restorePointBefore: null,
    expectedSession: recordedSession(request.drive, reading.mark),
    deadline: request.deadline,
    evenWhenStopped: request.evenWhenStopped,
  });
  switch (sent.kind) {
    case 'stopped':
      return end('refused', 'the run was stopped; nothing was sent', {});
    case 'refused':
      return end('refused', sent.message, {});
    case 'unclear':
      setUndoOpen(run, target, true);
      return await fromStates(run, request, reading, sent.message, sent.evidence);
    case 'accepted': {
      setUndoOpen(run, target, true);
      const confirmed = await confirm(run, request, reading, sent.job);
      return { ...confirmed, acceptedBy: sent.job.evidence };
    }
  }
}

/** An undo must not overtake the job that it undoes: it is followed to its rest first. */
async function comeToRest(run: Run, request: UndoRequest, drive: Drive): Promise<boolean> {
  const { step, attempt, pollSeconds, deadline } = request;
  const rest = await followDrive(run, drive, {
    step,
    activityId: `${step}/${attempt}/rest`,
    pollSeconds,
    deadline,
  });
  if (rest.kind === 'limit') return false;
  drive.state = rest.kind === 'failed' ? 'failed' : 'over';
  drive.overAt = Date.now();
  return true;
}

/** While an undo's end is not known, nobody sends another one unasked. */
function setUndoOpen(run: Run, target: ResolvedTarget, isOpen: boolean): void {
  for (const drive of run.drives) {
    if (drive.target.planId === target.planId) drive.isUndoOpen = isOpen;
  }
}

function refusalToUndo(request: UndoRequest, reading: Baseline): string | null {
  const { drive, target } = request;
  const { mark } = reading;
  if (reading.isRunning === true) {
    return `"${target.name}" has a job running (session ${newest(reading) ?? 'unknown'})`;
  }
  if (drive === null && mark === null) {
    return `no run of Drillbook is known to have failed "${target.name}" over; undo it in Veeam's own console`;
  }
  if (!request.isAsked && drive?.isUndoOpen === true) {
    return `an undo of "${target.name}" was sent already and its end is not known; look at it in Veeam`;
  }
  if (drive?.state === 'failed') {
    return `the server ended the start of "${target.name}" as failed: what is failed over, if anything, need not be this run's; look at it in Veeam`;
  }
  if (!request.isAsked && (drive === null || !isOwned(drive))) {
    return `whether the start of "${target.name}" was this run's own can't be proven; undo it by hand if it was`;
  }
  if (target.kind !== 'cloudFailoverPlan') return null;
  const recorded = recordedSession(drive, mark);
  if (recorded === null) {
    return `which session of "${target.name}" to undo is not known`;
  }
  if (newest(reading) !== recorded) {
    return `the newest session of "${target.name}" is ${newest(reading) ?? 'none'}, not the recorded ${recorded}: somebody else has started it since`;
  }
  return null;
}

function recordedSession(drive: Drive | null, mark: MarkMemo | null): string | null {
  return drive?.sessionId ?? mark?.session ?? null;
}

function newest(reading: Baseline): string | null {
  return reading.newestSession?.id ?? null;
}

async function confirm(
  run: Run,
  request: UndoRequest,
  before: Baseline,
  job: AcceptedJob | null,
): Promise<UndoEnd> {
  const task = await followUndoTask(run, request, job);
  if (task !== null && task.kind === 'finished' && !task.success) {
    setUndoOpen(run, request.target, false);
    const message = `the server ended the undo as failed: ${task.message ?? 'no reason'}`;
    return { ...end('refused', message, {}), isTaskFailure: true };
  }
  if (before.failedOver !== null) return await confirmByStates(run, request, before);
  // Enterprise Manager shows no state (of a plain plan never): the task's end is all there is.
  if (task?.kind === 'finished') return await undone(run, request, 'the undo task ended well');
  const why = task === null ? 'a person said that it happened' : task.message;
  return end('unproven', `the undo was accepted, but its end can't be seen (${why})`, {});
}

async function followUndoTask(run: Run, request: UndoRequest, job: AcceptedJob | null) {
  if (job === null) return null;
  const { taskId, taskQueue, logonSession } = job;
  if (taskId === null || taskQueue === null || logonSession === null) return null;
  const { target, step, attempt, pollSeconds, deadline } = request;
  const operation =
    target.kind === 'cloudFailoverPlan' ? 'UndoCloudFailoverPlan' : 'UndoFailoverPlan';
  return await followTaskOnItsWorker(run, {
    step,
    activityId: `${step}/${attempt}/undo-follow`,
    pollSeconds,
    deadline,
    drive: { target },
    operation,
    taskId,
    taskQueue,
    logonSession,
  });
}

async function confirmByStates(run: Run, request: UndoRequest, before: Baseline): Promise<UndoEnd> {
  const { step, attempt, target, pollSeconds, deadline } = request;
  try {
    const result = await follows.confirmUndone.executeWithOptions(
      {
        activityId: `${step}/${attempt}/undo-confirm`,
        summary: `${target.name}: undone?`,
        scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()) + 60_000,
      },
      [
        {
          step,
          target,
          failedOver: before.failedOver ?? [],
          surelyFailedOver: before.surelyFailedOver,
          pollSeconds,
          until: new Date(deadline).toISOString(),
        },
      ],
    );
    run.logCalls(step, result.calls);
    if (result.stillFailedOver.length === 0) {
      return await undone(run, request, 'no machine of the plan is failed over any more');
    }
    const names = result.stillFailedOver.join(', ');
    return end('unproven', `still failed over after the undo: ${names}`, {
      stillFailedOver: [...result.stillFailedOver],
    });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const why = failureRecord(error).message;
    return end('unproven', `the machines' states could not be read after the undo: ${why}`, {});
  }
}

/** A lost answer to an undo: where the server shows states, they tell whether it happened. */
async function fromStates(
  run: Run,
  request: UndoRequest,
  before: Baseline,
  message: string,
  evidence: JsonObject,
): Promise<UndoEnd> {
  const { target, step, attempt } = request;
  const hadMachines = before.failedOver !== null && before.failedOver.length > 0;
  if (hadMachines) {
    const after = await readTarget(run, target, `${step}/${attempt}/undo-look`);
    if (after.failedOver?.length === 0) {
      return await undone(run, request, 'the answer was lost, but no machine is failed over now');
    }
  }
  return end('unclear', message, evidence);
}

async function undone(run: Run, request: UndoRequest, message: string): Promise<UndoEnd> {
  const { drive, target, step } = request;
  for (const own of run.drives) {
    if (own.target.planId !== target.planId) continue;
    own.state = 'undone';
    own.isUndoOpen = false;
    own.isMarked = false;
  }
  await removeMark(run, drive ?? { target, step }, `undone at ${now()}: ${message}`);
  return end('undone', message, {});
}

function end(kind: UndoEnd['kind'], message: string, evidence: JsonObject): UndoEnd {
  return { kind, message, evidence, isTaskFailure: false, acceptedBy: null };
}
