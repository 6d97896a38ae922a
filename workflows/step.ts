import { patched } from '@temporalio/workflow';
import { attempt } from './attempt.js';
import { decide } from './decide.js';
import { attemptItems } from './items.js';
import { whileHeld } from './hold-run.js';
import { now, type Run } from './run.js';
import { QUESTIONS_STAY_OPEN, type StepState } from './step-state.js';
import { tellStory } from './story.js';
import type { AttemptCause, Verdict } from './verdict.js';
import { whyNotWanted } from './when.js';

const MOST_TELLING = 50;

/**
 * Runs a step, or one item of a step, to its end: attempts, and between them what the policy or a
 * person says.
 */
export async function executeStep(run: Run, step: StepState): Promise<void> {
  step.startedAt = now();
  let cause: AttemptCause | null = firstCause(step);
  while (cause !== null) {
    // The first attempt was held before the step, or item, began.
    if (cause !== 'first') await whileHeld(run);
    const unwanted = whyNotWanted(run, step);
    if (unwanted === null) begin(run, step, cause);
    const verdict: Verdict =
      unwanted ??
      (step.plan.foreach === undefined
        ? keepOpen(run, step, await attempt(run, step, cause))
        : await attemptItems(run, step, executeStep));
    cause = await decide(run, step, verdict);
  }
  tellOf(run, step);
}

/** An item that was opened again has attempts behind it: what those did is looked at, and never done anew. */
function firstCause({ attempts }: StepState): AttemptCause {
  return attempts > 0 && patched('reopened-items-are-retried') ? 'retry' : 'first';
}

function begin(run: Run, step: StepState, cause: AttemptCause): void {
  step.attempts += 1;
  run.resetQuestion = null;
  step.status = 'running';
  step.error = null;
  run.log('step-started', step.plan.id, { attempt: step.attempts, cause });
  tellOf(run, step);
}

/** The story has all steps in it: of hundreds of items each would tell it anew. */
function tellOf(run: Run, step: StepState): void {
  if (step.item === null || step.item.of <= MOST_TELLING) tellStory(run);
}

/**
 * While something that this step sent is unclear, neither a failure of another attempt nor a stop closes that
 * question.
 */
function keepOpen(run: Run, step: StepState, verdict: Verdict): Verdict {
  if (verdict.kind !== 'failed' && verdict.kind !== 'cancelled') return verdict;
  const last = run.drives.findLast(
    (drive) => drive.step === step.plan.id && drive.state !== 'refused',
  );
  const replicas = run.replicas.get(step.plan.id) ?? [];
  const isStartOpen =
    last?.state === 'unclear' || replicas.some(({ state }) => state === 'unclear');
  if (!isStartOpen && !step.isOpen) return verdict;
  if (isOfNewRule(step, verdict) && !patched(QUESTIONS_STAY_OPEN)) return verdict;
  const why = verdict.kind === 'failed' ? verdict.error.message : 'the run has stopped';
  const message = `whether ${nameOfSent(step)} happened is still not known: ${why}`;
  return { kind: 'unknown', error: { type: 'OutcomeUnknown', message }, evidence: {} };
}

/** Older versions asked nobody here: their histories must still replay. */
function isOfNewRule({ plan: { verb } }: StepState, verdict: Verdict): boolean {
  return verdict.kind === 'cancelled' || verb === 'undo' || verb === 'update';
}

function nameOfSent({ plan: { verb } }: StepState): string {
  switch (verb) {
    case 'undo':
      return 'the undo';
    case 'update':
      return 'the change';
    case 'http':
      return 'the request';
    default:
      return 'the start';
  }
}
