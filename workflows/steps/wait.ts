import { sleep } from '@temporalio/workflow';
import { parseDuration } from '../../plan/duration.js';
import type { Json } from '../../plan/json.js';
import type { WaitStep } from '../../plan/plan.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { evaluate } from '../values.js';
import { failed, type Verdict } from '../verdict.js';
import { whileRunning } from '../while-running.js';

/** Waits for a duration, or until a time; a time that has passed is no wait. */
export async function runWait(run: Run, step: StepState, plan: WaitStep): Promise<Verdict> {
  const milliseconds = waitMilliseconds(run, step, plan);
  if (milliseconds === null)
    return failed('BadValue', 'what to wait for is not a duration or time');
  if (milliseconds <= 0) return { kind: 'done', outcome: 'succeeded' };
  const slept = await whileRunning(run, async () => {
    await sleep(milliseconds, { summary: `${plan.id}: wait` });
    return true;
  });
  return slept === null ? { kind: 'cancelled' } : { kind: 'done', outcome: 'succeeded' };
}

function waitMilliseconds(run: Run, step: StepState, plan: WaitStep): number | null {
  switch (plan.wait.kind) {
    case 'for': {
      const value = evaluate(run, step, plan.wait.duration);
      const seconds = typeof value === 'number' ? value : parseDuration(text(value));
      return seconds === null ? null : seconds * 1000;
    }
    case 'until': {
      const time = Date.parse(text(evaluate(run, step, plan.wait.time)));
      return Number.isNaN(time) ? null : time - Date.now();
    }
  }
}

/** What is no text is no duration and no time either. */
function text(value: Json): string {
  return typeof value === 'string' ? value : '';
}
