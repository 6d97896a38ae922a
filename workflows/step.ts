import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { ExpressionError } from '../plan/expression.js';
import type { StepOutcome } from '../plan/outcome.js';
import type { SteeringCommand } from '../plan/steering.js';
import { failureRecord } from './failure-words.js';
import { askPerson } from './people.js';
import { now, type Run } from './run.js';
import type { StepState } from './step-state.js';
import { runCheck } from './steps/check.js';
import { runFailover } from './steps/failover.js';
import { runReadiness } from './steps/readiness.js';
import { runUndo } from './steps/undo.js';
import { runWait } from './steps/wait.js';
import { tellStory } from './story.js';
import { undoTarget } from './undo-target.js';
import { failed, type AttemptCause, type Verdict } from './verdict.js';

/** Runs a step to its end: attempts, and between them what the policy or a person says. */
export async function executeStep(run: Run, step: StepState): Promise<void> {
  step.startedAt = now();
  let cause: AttemptCause | null = 'first';
  while (cause !== null) {
    step.attempts += 1;
    step.status = 'running';
    step.error = null;
    run.log('step-started', step.plan.id, { attempt: step.attempts, cause });
    tellStory(run);
    const verdict = keepOpen(run, step, await attemptStep(run, step, cause));
    cause = await decide(run, step, verdict);
  }
  tellStory(run);
}

/** Ends a step with an outcome and journals it. */
export function endStep(run: Run, step: StepState, outcome: StepOutcome): void {
  step.status = outcome;
  step.endedAt = now();
  run.log('step-ended', step.plan.id, {
    status: outcome,
    attempts: step.attempts,
    error: step.error === null ? null : { ...step.error },
  });
}

/** While a start of this step is unclear, no failure of another attempt closes that question. */
function keepOpen(run: Run, step: StepState, verdict: Verdict): Verdict {
  if (verdict.kind !== 'failed') return verdict;
  const last = run.drives.findLast(
    (drive) => drive.step === step.plan.id && drive.state !== 'refused',
  );
  if (last?.state !== 'unclear') return verdict;
  const message = `whether the start happened is still not known: ${verdict.error.message}`;
  return { kind: 'unknown', error: { type: 'OutcomeUnknown', message }, evidence: {} };
}

async function attemptStep(run: Run, step: StepState, cause: AttemptCause): Promise<Verdict> {
  try {
    return await attemptVerb(run, step, cause);
  } catch (error) {
    // Any other error is a mistake in this code: it fails the workflow task, not the run.
    if (error instanceof ActivityFailure) return { kind: 'failed', error: failureRecord(error) };
    if (error instanceof ApplicationFailure) {
      return failed(error.type ?? 'Failure', error.message);
    }
    if (error instanceof ExpressionError) return failed('BadValue', error.message);
    throw error;
  }
}

async function attemptVerb(run: Run, step: StepState, cause: AttemptCause): Promise<Verdict> {
  const { plan } = step;
  switch (plan.verb) {
    case 'readiness':
      return await runReadiness(run, step, plan);
    case 'failover':
      return await runFailover(run, step, plan, cause);
    case 'undo':
      return await runUndo(run, step, plan, cause);
    case 'update':
      // Admission refuses the only targets that an update can have.
      return failed('NotSupported', 'this version of Drillbook does not update plans yet');
    case 'check':
      return await runCheck(run, step, plan);
    case 'wait':
      return await runWait(run, plan);
  }
}

/** null: the step is over. Else why there is another attempt. */
async function decide(run: Run, step: StepState, verdict: Verdict): Promise<AttemptCause | null> {
  switch (verdict.kind) {
    case 'done':
      endStep(run, step, verdict.outcome);
      return null;
    case 'cancelled':
      endStep(run, step, 'cancelled');
      return null;
    case 'failed':
      step.error = verdict.error;
      return await afterFailure(run, step);
    case 'unknown': {
      step.error = verdict.error;
      // Whatever the policy says, a person looks first at what can't be told.
      // `retry` looks first where there is a job to look at; sending again blindly is `resend`.
      const canRetry = verdict.error.type === 'TimeLimit';
      const answer = run.isAborted
        ? null
        : await askPerson(run, step, {
            kind: 'unknown',
            verbs: canRetry ? ['resolve', 'retry', 'skip'] : ['resolve', 'skip'],
            choices: ['adopt', 'resend', 'skip'],
            evidence: { ...verdict.evidence, message: verdict.error.message },
          });
      if (answer !== null) return afterAnswer(run, step, answer);
      run.stopWith({
        outcome: 'unknown',
        message: `step ${step.plan.id}: ${verdict.error.message}`,
      });
      endStep(run, step, 'unknown');
      return null;
    }
  }
}

async function afterFailure(run: Run, step: StepState): Promise<AttemptCause | null> {
  const message = `step ${step.plan.id} failed: ${step.error?.message ?? 'no reason given'}`;
  if (run.phase === 'always') {
    endStep(run, step, 'failed');
    return null;
  }
  switch (step.plan.onFailure) {
    case 'continue':
      endStep(run, step, 'ignored');
      return null;
    case 'undo':
      await undoStepTarget(run, step);
      break;
    case 'pause': {
      if (run.stop !== null) break;
      const answer = await askPerson(run, step, {
        kind: 'pause',
        verbs: ['retry', 'skip'],
        choices: ['retry', 'skip', 'abort'],
        evidence: { message: step.error?.message ?? null },
      });
      if (answer !== null) return afterAnswer(run, step, answer);
      // The time limit of a pause ends a drill as a person would.
      run.stopWith({ outcome: 'aborted', message: `nobody answered in time: ${message}` });
      break;
    }
    case 'abort':
      break;
  }
  run.stopWith({ outcome: 'failed', message });
  endStep(run, step, 'failed');
  return null;
}

function afterAnswer(run: Run, step: StepState, answer: SteeringCommand): AttemptCause | null {
  const choice = answer.verb === 'resolve' ? (answer.choice ?? 'skip') : answer.verb;
  if (choice === 'skip') {
    step.skippedByPerson = true;
    endStep(run, step, 'skipped');
    return null;
  }
  return choice === 'abort' ? null : choice;
}

/** `onFailure: undo`: undoes this step's own target, then the run ends as failed. */
async function undoStepTarget(run: Run, step: StepState): Promise<void> {
  const { plan } = step;
  if (plan.verb !== 'failover') return;
  const drive = run.drives.findLast(
    (one) => one.step === plan.id && one.verb === 'start' && one.state !== 'refused',
  );
  if (drive === undefined) return;
  try {
    const end = await undoTarget(run, {
      step: plan.id,
      attempt: step.attempts,
      target: drive.target,
      drive,
      // In a drill only what is proven to be ours is undone, whoever asks.
      isAsked: !run.isDrill,
      deadline: Date.now() + (plan.timeoutSeconds ?? 3600) * 1000,
      pollSeconds: plan.pollSeconds,
      isAdopted: false,
      evenWhenStopped: true,
    });
    step.output['undo'] = end.kind;
    step.output['undoMessage'] = end.message;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    step.output['undo'] = 'failed';
    step.output['undoMessage'] = failureRecord(error).message;
  }
}
