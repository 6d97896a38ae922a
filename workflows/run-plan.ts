import {
  allHandlersFinished,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  workflowInfo,
} from '@temporalio/workflow';
import type { RunOutcome } from '../plan/outcome.js';
import type { RunInput, RunResult } from '../plan/run-input.js';
import { reads } from './activities.js';
import { admitRun } from './admission.js';
import { cleanUp } from './cleanup.js';
import { failureRecord } from './failure-words.js';
import { runGraph } from './graph.js';
import { releaseHolds } from './holds.js';
import { listenToPeople } from './people.js';
import { publishSummary, toRecord, toResult } from './record.js';
import { sinks } from './record-sinks.js';
import { now, Run } from './run.js';
import { endStep } from './step.js';
import { newStepState } from './step-state.js';
import { tellStory } from './story.js';

/** The failure type of a run that did not end well; its detail is a RunResult. */
const RUN_FAILED = 'RunFailed';

/**
 * Runs a plan: admission, steps in graph order, a drill's clean-up, `always` steps, the record.
 *
 * Returns a RunResult when the run succeeded or is degraded; fails with `RunFailed` (the same
 * result as its detail) when it failed, was aborted, refused or is unknown, or left something over.
 */
export async function runPlan(input: RunInput): Promise<RunResult> {
  const run = new Run(
    input,
    workflowInfo().workflowId,
    input.plan.steps.map(newStepState),
    input.plan.always.map(newStepState),
  );
  listenToPeople(run);
  // A cancel request from outside is an abort: nothing below is cancelled by it, so that no
  // mutation is left behind and clean-up is never cut off.
  CancellationScope.current().cancelRequested.catch(() => {
    run.abort('cancelled');
  });
  return await CancellationScope.nonCancellable(() => runToEnd(run));
}

async function runToEnd(run: Run): Promise<RunResult> {
  run.log('run-started', null, {
    run: run.id,
    planHash: run.input.planHash,
    runbookHash: run.input.runbookHash,
    engine: run.input.engine,
    mode: run.input.plan.mode,
    startedBy: { ...run.input.startedBy },
    reason: run.input.reason,
    inputs: run.input.inputs,
    declaredAt: run.input.declaredAt,
  });
  publishSummary(run);
  tellStory(run);
  const admission = await admitRun(run);
  if (admission.refusal === null) {
    run.phase = 'steps';
    await runGraph(run, run.steps);
    run.phase = 'cleanup';
    tellStory(run);
    await cleanUp(run);
  } else {
    run.message = admission.refusal;
    run.cleanup = { verdict: 'not-needed', targets: [] };
    for (const step of run.steps) endStep(run, step, 'skipped');
  }
  run.outcome = outcomeOf(run, admission.refusal !== null);
  run.message ??= run.stop?.message ?? null;
  run.phase = 'always';
  await runGraph(run, run.always);
  await releaseHolds(run, admission.holds);
  return await finish(run);
}

/** The worst that is true; nothing is ever counted better than it was. */
function outcomeOf(run: Run, isRefused: boolean): RunOutcome {
  if (isRefused) return run.isAborted ? 'aborted' : 'refused';
  if (run.stop !== null) return run.stop.outcome;
  const statuses = run.steps.map(({ status }) => status);
  if (statuses.includes('unknown')) return 'unknown';
  if (statuses.includes('failed') || statuses.includes('cancelled')) return 'failed';
  const isDegraded = run.steps.some(
    ({ status, skippedByPerson, isBlocked }) =>
      status === 'degraded' || status === 'ignored' || skippedByPerson || isBlocked,
  );
  return isDegraded ? 'degraded' : 'succeeded';
}

async function finish(run: Run): Promise<RunResult> {
  run.endedAt = now();
  run.phase = 'finished';
  run.log('run-ended', null, {
    outcome: run.outcome,
    message: run.message,
    cleanup: run.cleanup.verdict,
  });
  publishSummary(run);
  tellStory(run);
  await writeRecord(run);
  await condition(allHandlersFinished);
  sinks.record.final(toRecord(run));
  const result = toResult(run);
  const isGood = run.outcome === 'succeeded' || run.outcome === 'degraded';
  if (isGood && run.cleanup.verdict !== 'leftovers') return result;
  const why = run.message ?? `clean-up: ${run.cleanup.verdict}`;
  throw ApplicationFailure.create({
    type: RUN_FAILED,
    message: `${run.outcome ?? 'unknown'}: ${why.slice(0, 2000)}`,
    nonRetryable: true,
    details: [result],
  });
}

/** The record as a file is a copy: that it can't be written never changes how the run ended. */
async function writeRecord(run: Run): Promise<void> {
  try {
    await reads.writeRecord.executeWithOptions(
      {
        activityId: 'write-record',
        summary: 'write the record to a file',
        scheduleToCloseTimeout: '60s',
        retry: { maximumAttempts: 3 },
      },
      [{ runId: run.id }],
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    run.log('record-not-written', null, { ...failureRecord(error) });
  }
}
