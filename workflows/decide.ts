import { ActivityFailure } from '@temporalio/workflow';
import type { SteeringCommand } from '../plan/steering.js';
import type { Drive } from './drive.js';
import { endStep } from './end-step.js';
import { failureRecord } from './failure-words.js';
import { failedItems, judgeStepItems, reopenItems } from './item-verdicts.js';
import { askPerson } from './people.js';
import { pauseBeforeRetry } from './retry.js';
import type { Run } from './run.js';
import { type StepState, unitsOf } from './step-state.js';
import { undoTarget } from './undo-target.js';
import type { AttemptCause, Verdict } from './verdict.js';

/** What follows from an attempt. null: the step, or item, is over. Else why there is another attempt. */
export async function decide(
  run: Run,
  step: StepState,
  verdict: Verdict,
): Promise<AttemptCause | null> {
  switch (verdict.kind) {
    case 'done':
      endStep(run, step, verdict.outcome);
      return null;
    case 'cancelled':
      endStep(run, step, 'cancelled');
      return null;
    case 'failed':
      step.error = verdict.error;
      if (step.retriesLeft > 0 && (await pauseBeforeRetry(run, step, verdict.error))) {
        return 'retry';
      }
      return await afterFailure(run, step);
    case 'unknown': {
      step.error = verdict.error;
      // A person has the word from here on: nothing is tried again unasked.
      step.retriesLeft = 0;
      // Whatever the policy says, a person looks first at what can't be told.
      // `retry` looks first where there is a job to look at; sending again blindly is `resend`.
      const canRetry = verdict.error.type === 'TimeLimit';
      const answer = isAskedFor(run, step)
        ? await askPerson(run, step, {
            kind: 'unknown',
            verbs: canRetry ? ['resolve', 'retry', 'skip'] : ['resolve', 'skip'],
            choices: verdict.choices ?? ['adopt', 'resend', 'skip'],
            evidence: { ...verdict.evidence, message: verdict.error.message },
          })
        : null;
      if (answer !== null) return afterAnswer(run, step, answer);
      // Of an item: the others go on, and the step says what it comes to.
      if (step.item === null && run.phase !== 'always') {
        run.stopWith({
          outcome: 'unknown',
          message: `step ${step.plan.id}: ${verdict.error.message}`,
        });
      }
      endStep(run, step, 'unknown');
      return null;
    }
  }
}

/** Of a step with items each item has been asked for; what comes at the end holds nobody up. */
function isAskedFor(run: Run, step: StepState): boolean {
  return !run.isAborted && step.items === null && run.phase !== 'always';
}

/** Failures of people's decisions: the run is aborted by them. */
const NO_POLICY = new Set(['Rejected', 'NotApproved']);

async function afterFailure(run: Run, step: StepState): Promise<AttemptCause | null> {
  const message = `step ${step.plan.id} failed: ${step.error?.message ?? 'no reason given'}`;
  // An approval that is not given has ended the run already, whatever `onFailure` says.
  const isDecided = NO_POLICY.has(step.error?.type ?? '');
  // `onFailure` is the step's, and applies once, when all items are over.
  if (isDecided || run.phase === 'always' || step.item !== null) {
    endStep(run, step, 'failed');
    return null;
  }
  switch (step.plan.onFailure) {
    case 'continue':
      endStep(run, step, 'ignored');
      return null;
    case 'undo':
      await undoStepTargets(run, step);
      break;
    case 'pause': {
      if (run.stop !== null) break;
      const items = failedItems(step).map(({ item }) => item?.key ?? '');
      const answer = await askPerson(run, step, {
        kind: 'pause',
        verbs: ['retry', 'skip'],
        choices: ['retry', 'skip', 'abort'],
        evidence: {
          message: step.error?.message ?? null,
          ...(step.items === null ? {} : { items }),
        },
      });
      if (answer?.verb === 'skip' && answer.item !== null) {
        return await afterItemSkipped(run, step, answer.item);
      }
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
  step.named = answer.machines;
  const choice = choiceOf(answer);
  if (choice === 'skip') {
    step.skippedByPerson = true;
    endStep(run, step, 'skipped');
    return null;
  }
  if (choice === 'retry' && step.items !== null) reopenItems(step, answer.item);
  return choice;
}

/** The validators let nothing else through to a step that is held or unknown. */
function choiceOf({ verb, choice }: SteeringCommand): AttemptCause {
  if (verb === 'retry') return 'retry';
  return verb === 'resolve' && (choice === 'adopt' || choice === 'resend') ? choice : 'skip';
}

/** A person takes one failed item out; what is left is judged again. */
async function afterItemSkipped(
  run: Run,
  step: StepState,
  key: string,
): Promise<AttemptCause | null> {
  for (const item of failedItems(step)) {
    if (item.item?.key !== key) continue;
    item.skippedByPerson = true;
    endStep(run, item, 'skipped');
  }
  step.error = null;
  return await decide(run, step, judgeStepItems(step));
}

/** `onFailure: undo`: undoes what this step started, the newest first, then the run ends as failed. */
async function undoStepTargets(run: Run, step: StepState): Promise<void> {
  const units = new Map(unitsOf(step).map((unit) => [unit.plan.id, unit]));
  for (const drive of [...run.drives].reverse()) {
    const unit = units.get(drive.step);
    if (unit === undefined || drive.verb !== 'start' || drive.state === 'refused') continue;
    // One undo for each: of its last driving.
    units.delete(drive.step);
    await undoDriven(run, unit, drive);
  }
}

async function undoDriven(run: Run, step: StepState, drive: Drive): Promise<void> {
  const { plan } = step;
  if (plan.verb !== 'failover') return;
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
