import { ActivityFailure, CancellationScope, patched } from '@temporalio/workflow';
import type { FollowConsoleUndoResult } from '../activities/console-contract.js';
import type { AcceptedJob, Baseline, ResolvedTarget } from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import { follows } from './activities.js';
import { failureRecord } from './failure-words.js';
import { followTaskOnItsWorker } from './follow.js';
import { removeMark } from './marks.js';
import { readTarget } from './read-target.js';
import { now, type Run } from './run.js';
import { QUESTIONS_STAY_OPEN } from './step-state.js';
import { end, unfinished, type UndoEnd, type UndoRequest } from './undo-end.js';

/** While an undo's end is not known, nobody sends another one unasked. */
export function setUndoOpen(run: Run, target: ResolvedTarget, isOpen: boolean): void {
  for (const drive of run.drives) {
    if (drive.target.planId === target.planId) drive.isUndoOpen = isOpen;
  }
}

/**
 * Follows an undo that the server took (null: a person says so) until it is proven, as far as the
 * server tells.
 */
export async function confirm(
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
  const shown = await confirmOnConsole(run, request, before, job);
  if (shown !== null) return shown;
  const isCloud = request.target.kind === 'cloudFailoverPlan';
  if (isCloud && before.failedOver === null && request.isFollowedOn === true) {
    return unfinished('whether machines are still failed over could not be read now', {});
  }
  if (isCloud && before.failedOver !== null) return await confirmByStates(run, request, before);
  // Enterprise Manager shows no state (of a plain plan never): the task's end is all there is.
  if (task?.kind === 'finished') return await undone(run, request, 'the undo task ended well');
  if (task?.kind === 'limit') return unfinished(`the undo is not over: ${task.message}`, {});
  const why = task === null ? 'a person said that it happened' : task.message;
  return end('unproven', `the undo was accepted, but its end can't be seen (${why})`, {});
}

/** null: no Console shows this plan, or it can't be read. */
async function confirmOnConsole(
  run: Run,
  request: UndoRequest,
  before: Baseline,
  job: AcceptedJob | null,
): Promise<UndoEnd | null> {
  const { target } = request;
  if (target.console === undefined || target.console === null) return null;
  if (before.console === undefined || before.console === null) return null;
  if (job === null && before.console.status === 'Ready') {
    return await undone(run, request, 'a person said so, and the Console shows the plan as Ready');
  }
  const seen = await followUndoOnConsole(run, request, before, job?.sentAt ?? now());
  switch (seen.kind) {
    case 'undone':
      return await undone(run, request, seen.message);
    case 'failed':
      setUndoOpen(run, target, false);
      return {
        ...end('refused', `the server ended the undo as failed: ${seen.message}`, {}),
        isTaskFailure: true,
      };
    case 'unproven':
      if (seen.status === 'InUndoProgress') {
        return unfinished(`the undo is not over: ${seen.message}`, { status: seen.status });
      }
      return end('unproven', `the undo was accepted, but is not proven: ${seen.message}`, {
        status: seen.status,
      });
    case 'unread':
      run.log('confirm-unread', request.step, { message: seen.message });
      if (target.kind !== 'spcFailoverPlan') return null;
      return end(
        'unproven',
        `the undo was accepted, but its end can't be seen: ${seen.message}`,
        {},
      );
  }
}

async function followUndoOnConsole(
  run: Run,
  request: UndoRequest,
  before: Baseline,
  sentAt: string,
): Promise<Omit<FollowConsoleUndoResult, 'calls'>> {
  const { step, attempt, target, pollSeconds, deadline } = request;
  try {
    const result = await follows.followConsoleUndo.executeWithOptions(
      {
        activityId: `${step}/${attempt}/undo-console`,
        summary: `${target.name}: undone at the Console?`,
        scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()) + 60_000,
      },
      [
        {
          step,
          target,
          baseline: before,
          sentAt,
          isSecondOpinion: target.kind !== 'spcFailoverPlan',
          pollSeconds,
          until: new Date(deadline).toISOString(),
        },
      ],
    );
    run.logCalls(step, result.calls);
    return result;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { kind: 'unread', status: null, message: failureRecord(error).message };
  }
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
    return unfinished(`still failed over after the undo: ${names}`, {
      stillFailedOver: [...result.stillFailedOver],
    });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const why = failureRecord(error).message;
    return end('unproven', `the machines' states could not be read after the undo: ${why}`, {});
  }
}

/** A lost answer to an undo: where the server shows states, they tell whether it happened. */
export async function fromStates(
  run: Run,
  request: UndoRequest,
  before: Baseline,
  message: string,
  evidence: JsonObject,
): Promise<UndoEnd> {
  const { target, step, attempt } = request;
  const status = before.console?.status ?? 'Ready';
  const hadMachines = before.failedOver !== null && before.failedOver.length > 0;
  if (hadMachines || status !== 'Ready') {
    let after: Baseline;
    try {
      after = await readTarget(run, target, `${step}/${attempt}/undo-look`);
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !patched(QUESTIONS_STAY_OPEN)) throw error;
      const why = failureRecord(error).message;
      return end('unclear', `${message}; looking at the target failed too: ${why}`, evidence);
    }
    if (after.failedOver?.length === 0) {
      return await undone(run, request, 'the answer was lost, but no machine is failed over now');
    }
    // Whoever undoes it: it is what was wanted.
    if (after.console?.status === 'InUndoProgress') {
      const shown = await confirmOnConsole(run, request, before, null);
      if (shown !== null) return shown;
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
  // Whoever ends the clean-up meanwhile: a target that is proven to be undone has no mark.
  await CancellationScope.nonCancellable(() =>
    removeMark(run, drive ?? { target, step }, `undone at ${now()}: ${message}`),
  );
  return end('undone', message, {});
}
