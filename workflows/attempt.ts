import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { ExpressionError } from '../plan/expression.js';
import { failureRecord } from './failure-words.js';
import { heldByReadiness } from './readiness-holds.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';
import { runApprove } from './steps/approve.js';
import { runCheck } from './steps/check.js';
import { runFailover } from './steps/failover.js';
import { runHttp } from './steps/http.js';
import { runNotify } from './steps/notify.js';
import { runReadiness } from './steps/readiness.js';
import { runRunbook } from './steps/runbook.js';
import { runTask } from './steps/task.js';
import { runUndo } from './steps/undo.js';
import { runUpdate } from './steps/update.js';
import { runWait } from './steps/wait.js';
import { failed, type AttemptCause, type Verdict } from './verdict.js';

/** One attempt of a step, or of one item of a step: what its verb does, whatever fails in it. */
export async function attempt(run: Run, step: StepState, cause: AttemptCause): Promise<Verdict> {
  try {
    const held = cause === 'first' ? heldByReadiness(run, step) : null;
    return held ?? (await attemptVerb(run, step, cause));
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
      return await runUpdate(run, step, plan, cause);
    case 'check':
      return await runCheck(run, step, plan);
    case 'wait':
      return await runWait(run, step, plan);
    case 'http':
      return await runHttp(run, step, plan, cause);
    case 'approve':
      return await runApprove(run, step, plan);
    case 'task':
      return await runTask(run, step, plan);
    case 'notify':
      return runNotify(run, step, plan);
    case 'runbook':
      return await runRunbook(run, step, plan, cause);
  }
}
