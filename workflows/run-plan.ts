import {
  allHandlersFinished,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import { canonicalJson, sha256 } from '../plan/canonical.js';
import type { JsonObject } from '../plan/json.js';
import type { RunOutcome } from '../plan/outcome.js';
import type { RunInput, RunResult } from '../plan/run-input.js';
import { runOutcome } from '../plan/run-outcome.js';
import { announceEnd, announceFailure, startWords } from './announce-run.js';
import { announce, everythingSent } from './announce.js';
import { reads } from './activities.js';
import { admitRun } from './admission.js';
import { cleanUp } from './cleanup.js';
import { failureRecord } from './failure-words.js';
import { runGraph } from './graph.js';
import { whileHeld } from './hold-run.js';
import { releaseHolds } from './holds.js';
import { limitRunTime } from './limit-run-time.js';
import { isChildCleaning, tellParentOfCleanUp } from './parent.js';
import { listenToPeople } from './people.js';
import { publishOutcome } from './search-attributes.js';
import { isGood, publishSummary, toRecord, toResult } from './record.js';
import { sinks } from './record-sinks.js';
import { isOfAlways } from './run-commands.js';
import { listenToGroups } from './replicas/listen-to-groups.js';
import { now, Run } from './run.js';
import { endStep } from './end-step.js';
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
    input.plan.steps.map((step) => newStepState(step)),
    input.plan.always.map((step) => newStepState(step)),
  );
  run.hasClock = patched('clock');
  listenToPeople(run);
  listenToGroups(run);
  run.onStop(() => {
    announceFailure(run);
    tellStory(run);
  });
  // A cancel request from outside is an abort: nothing below is cancelled by it, so that no
  // mutation is left behind and clean-up is never cut off.
  CancellationScope.current().cancelRequested.catch(() => {
    // A cancel request can't say what it is about: what is being cleaned up is cleaned up.
    const isOfCleanUp = run.phase === 'cleanup' || (run.isAborted && isChildCleaning(run));
    if (isOfCleanUp && patched('clean-up-goes-on')) {
      run.log('cancel-request-not-taken', null, { phase: run.phase });
    } else if (isOfAlways(run)) {
      run.endAlways('a cancel request');
    } else {
      run.abort('cancelled');
    }
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
    inputs: inputsForJournal(run.input),
    declaredAt: run.input.declaredAt,
  });
  publishSummary(run);
  tellStory(run);
  const admission = await admitRun(run);
  if (admission.refusal === null) {
    run.phase = 'steps';
    announce(run, 'started', { step: null, message: startWords(run) });
    limitRunTime(run);
    await runGraph(run, run.steps);
    // A clean-up begins something too. Older versions began it, and let the pause end it half-way.
    if (run.pause !== null && patched('hold-clean-up')) await whileHeld(run);
    run.stepsOverAt = now();
    run.phase = 'cleanup';
    tellStory(run);
    await cleanUp(run);
    if (run.cleanup.targets.length > 0) run.cleanedAt = now();
  } else {
    run.message = admission.refusal;
    run.cleanup = { verdict: 'not-needed', targets: [] };
    for (const step of run.steps) endStep(run, step, 'skipped');
  }
  run.outcome = outcomeOf(run, admission.refusal !== null);
  run.message ??= run.stop?.message ?? null;
  run.phase = 'always';
  if (run.cleanup.targets.length > 0) tellParentOfCleanUp(run);
  // Older versions did the last steps of such a plan as well.
  if (admission.isPlanRefused === true && patched('no-last-steps-of-a-refused-plan')) {
    for (const step of run.always) endStep(run, step, 'skipped');
  } else await runGraph(run, run.always);
  await releaseHolds(run, admission.holds);
  return await finish(run);
}

/** The record of an earlier run is long, and in the history: here its id and hash stand for it. */
function inputsForJournal({ plan, inputs }: RunInput): JsonObject {
  const runs = new Set(plan.inputs.filter(({ type }) => type === 'run').map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      runs.has(name) && value !== null ? { recordHash: sha256(canonicalJson(value)) } : value,
    ]),
  );
}

function outcomeOf(run: Run, isRefused: boolean): RunOutcome {
  return runOutcome({
    isRefused,
    isAborted: run.isAborted,
    stop: run.stop?.outcome ?? null,
    steps: run.steps.map(({ plan, status, skippedByPerson, isBlocked }) => ({
      status,
      isMessage: plan.verb === 'notify',
      skippedByPerson,
      isBlocked,
    })),
  });
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
  publishOutcome(run);
  tellStory(run);
  announceEnd(run);
  await everythingSent(run);
  await writeRecord(run);
  await condition(allHandlersFinished);
  sinks.record.final(toRecord(run));
  const result = toResult(run);
  if (isGood(run)) return result;
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
