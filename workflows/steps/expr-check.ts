import { condition } from '@temporalio/workflow';
import { ExpressionError } from '../../plan/expression.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { evaluateCel } from '../values.js';
import { failed, type Verdict } from '../verdict.js';
import { whileRunning } from '../while-running.js';

/**
 * A check of what the run itself knows. Only other branches of the run can change that, so it is
 * looked at whenever something happens in the run rather than `every` so often: it is never later,
 * and waiting costs one timer however long it is.
 */
export async function runExprCheck(
  run: Run,
  step: StepState,
  cel: string,
  seconds: number,
): Promise<Verdict> {
  const look = { seen: '' };
  const holds = (): boolean => {
    const [isHeld, seen] = lookAt(run, step, cel);
    look.seen = seen;
    return isHeld;
  };
  const held = holds()
    ? true
    : await whileRunning(run, () =>
        condition(holds, Math.max(1, seconds * 1000), { summary: `${step.plan.id}: within` }),
      );
  step.output['seen'] = look.seen;
  if (held === null) return { kind: 'cancelled' };
  if (held) return { kind: 'done', outcome: 'succeeded' };
  return failed('CheckFailed', `${cel} did not hold within ${seconds} s; last seen: ${look.seen}`);
}

/** What can't be told yet (a key that is still missing) may be told later. */
function lookAt(run: Run, step: StepState, cel: string): readonly [boolean, string] {
  try {
    const value = evaluateCel(run, step, cel);
    return [value === true, JSON.stringify(value).slice(0, 300)];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [false, `it can't be told: ${error.message}`];
  }
}
