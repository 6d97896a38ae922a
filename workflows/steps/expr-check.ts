import { condition, patched } from '@temporalio/workflow';
import { ExpressionError } from '../../plan/expression.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { evaluateCel } from '../values.js';
import { failed, type Verdict } from '../verdict.js';
import { whileRunning } from '../while-running.js';

/**
 * A check of what the run itself knows. An expression names only what can't change any more (inputs,
 * targets, steps that are surely over), so it is looked at once: waiting would tell nothing new.
 */
export async function runExprCheck(
  run: Run,
  step: StepState,
  cel: string,
  seconds: number,
): Promise<Verdict> {
  const [isHeld, seen] = lookAt(run, step, cel);
  step.output['seen'] = seen;
  if (isHeld) return { kind: 'done', outcome: 'succeeded' };
  if (patched('expr-is-looked-at-once')) {
    return failed('CheckFailed', `${cel} does not hold; seen: ${seen}`);
  }
  return waitFor(run, step, cel, seconds);
}

/** Older versions waited for other branches of the run: their histories must still replay. */
async function waitFor(run: Run, step: StepState, cel: string, seconds: number): Promise<Verdict> {
  const look = { seen: '' };
  const holds = (): boolean => {
    const [isHeld, seen] = lookAt(run, step, cel);
    look.seen = seen;
    return isHeld;
  };
  const held = await whileRunning(run, () =>
    condition(holds, Math.max(1, seconds * 1000), { summary: `${step.plan.id}: within` }),
  );
  step.output['seen'] = look.seen;
  if (held === null) return { kind: 'cancelled' };
  if (held) return { kind: 'done', outcome: 'succeeded' };
  return failed('CheckFailed', `${cel} did not hold within ${seconds} s; last seen: ${look.seen}`);
}

/** What is seen, as text: the value, or why there is none (a key that is missing). */
function lookAt(run: Run, step: StepState, cel: string): readonly [boolean, string] {
  try {
    const value = evaluateCel(run, step, cel);
    return [value === true, JSON.stringify(value).slice(0, 300)];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [false, `it can't be told: ${error.message}`];
  }
}
