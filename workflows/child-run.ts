import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  condition,
  patched,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import type { ChildEnd } from '../plan/child-outcome.js';
import type { JsonObject } from '../plan/json.js';
import type { RunResult } from '../plan/run-input.js';
import type { SteeringCommand, SteeringVerb } from '../plan/steering.js';
import { END_CLEAN_UP_SIGNAL } from '../plan/workflow-names.js';
import { reads } from './activities.js';
import { failureRecord } from './failure-words.js';
import { PREEMPT_SIGNAL } from './holds.js';
import { tellParent } from './parent.js';
import { publishSummary } from './record.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';

type Child = ChildWorkflowHandle<Workflow>;

export interface FollowedEnd extends ChildEnd {
  /** For the record: id, outcome, clean-up, message and the steps with their status. */
  readonly summary: JsonObject;
}

/**
 * Waits for a child's end, its clean-up included. When this run stops, or the step's time is up, the
 * child is told to abort, and waited for all the same.
 */
export async function followChild(
  run: Run,
  step: StepState,
  handle: Child,
  limitSeconds: number | null,
): Promise<FollowedEnd> {
  const id = handle.workflowId;
  step.child = { run: id, waitingFor: [], isCleaning: false };
  const child = { isOver: false };
  const ended = awaitChild(handle).finally(() => {
    child.isOver = true;
  });
  const isOver = () => child.isOver;
  const tellStop = () => {
    if (run.isCleanUpToEnd && step.child?.isCleaning === true) void endCleanUp(run, handle);
    else void tellChild(run, handle, run.isUndoAsked ? 'undo' : 'abort', stopWords(run));
  };
  const forgets = [
    run.onStop(tellStop),
    run.onPause((isPaused) => {
      // A stop says more than that it is held no longer.
      if (run.stop === null) void tellChild(run, handle, isPaused ? 'pause' : 'resume', '');
    }),
  ];
  // Stopped while it was being started.
  if (run.phase === 'steps' && run.stop !== null) tellStop();
  // Held while it was being started. Older versions did not tell it: their histories must still replay.
  else if (run.pause !== null && patched('hold-new-child'))
    void tellChild(run, handle, 'pause', '');
  if (limitSeconds !== null && !(await isOverInTime(step, limitSeconds * 1000, isOver))) {
    await tellChild(run, handle, 'abort', `its time limit of ${limitSeconds} s has passed`);
  }
  const end = await ended;
  for (const forget of forgets) forget();
  step.child = null;
  publishSummary(run);
  tellParent(run);
  return end;
}

/** The time in which the child waits for people does not count. */
async function isOverInTime(
  step: StepState,
  milliseconds: number,
  isOver: () => boolean,
): Promise<boolean> {
  const isWaiting = () => (step.child?.waitingFor.length ?? 0) > 0;
  for (let left = milliseconds; left > 0;) {
    await condition(() => isOver() || !isWaiting());
    const begun = Date.now();
    await condition(() => isOver() || isWaiting(), Math.max(1, left), {
      summary: `${step.plan.id}: time limit`,
    });
    if (isOver()) return true;
    left -= Date.now() - begun;
  }
  return isOver();
}

async function awaitChild(handle: Child): Promise<FollowedEnd> {
  try {
    const result = (await handle.result()) as RunResult;
    return childEnd(handle.workflowId, result, null);
  } catch (error) {
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    const { cause } = error;
    const detail: unknown = cause instanceof ApplicationFailure ? cause.details?.[0] : null;
    const result = isResult(detail) ? detail : null;
    return childEnd(handle.workflowId, result, cause?.message ?? error.message);
  }
}

function isResult(value: unknown): value is RunResult {
  return typeof value === 'object' && value !== null && 'run' in value && 'cleanup' in value;
}

/** A child that was terminated has no result: how it ended, and what it left over, nobody can tell. */
function childEnd(id: string, result: RunResult | null, why: string | null): FollowedEnd {
  const outcome = result?.run.outcome ?? null;
  const cleanup = (result?.cleanup ?? null) as ChildEnd['cleanup'];
  const message = result === null ? why : result.run.message;
  return {
    ...{ run: id, outcome, cleanup, message },
    summary: {
      ...{ id, outcome, cleanup, message },
      steps: result?.steps.map(({ id: step, status }) => ({ id: step, status })) ?? [],
      recordHash: result?.recordHash ?? null,
    },
  };
}

function stopWords({ stop }: Run): string {
  return stop?.message ?? 'its parent has stopped';
}

/** Passes on to a child what became of its parent. */
async function tellChild(run: Run, handle: Child, verb: SteeringVerb, why: string): Promise<void> {
  await signalChild(run, handle, PREEMPT_SIGNAL, { verb, reason: why });
}

/** Passes a further abort on to a child that cleans up. */
async function endCleanUp(run: Run, handle: Child): Promise<void> {
  const reason = run.lastAbort ?? stopWords(run);
  await signalChild(run, handle, END_CLEAN_UP_SIGNAL, { verb: 'abort', reason });
}

async function signalChild(
  run: Run,
  handle: Child,
  signal: string,
  said: { readonly verb: SteeringVerb; readonly reason: string },
): Promise<void> {
  const command: SteeringCommand = {
    ...{ verb: said.verb, step: null, item: null, machines: [], choice: null },
    person: { name: `run ${run.id}`, osUser: '', host: '', authenticated: false },
    reason: said.reason,
  };
  try {
    // Also from a handler, and when this run was itself cancelled.
    await CancellationScope.nonCancellable(() => handle.signal(signal, command));
  } catch (error) {
    // It has ended in this moment.
    run.log('child-not-there', null, { run: handle.workflowId, message: String(error) });
  }
}

export interface EarlierChild {
  readonly isOpen: boolean;
  readonly outcome: string | null;
  readonly hasEndedWell: boolean;
  readonly summary: JsonObject;
}

/** What Temporal knows of a run that this one did not start, or no longer remembers. */
export async function readEarlierChild(
  run: Run,
  step: StepState,
  id: string,
): Promise<EarlierChild> {
  step.looks += 1;
  try {
    const {
      isOpen,
      outcome,
      message,
      parent,
      hasEndedWell = false,
    } = await reads.readRun.executeWithOptions(
      {
        activityId: `${step.plan.id}/${step.attempts}/child/${step.looks}`,
        summary: `how run ${id} stands`,
        scheduleToCloseTimeout: '60s',
      },
      [{ run: id }],
    );
    return { isOpen, outcome, hasEndedWell, summary: { id, isOpen, outcome, message, parent } };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const { message } = failureRecord(error);
    run.log('child-not-read', step.plan.id, { run: id, message });
    const summary = { id, isOpen: null, outcome: null, message };
    return { isOpen: true, outcome: null, hasEndedWell: false, summary };
  }
}
