import { ActivityFailure, condition, TimeoutFailure } from '@temporalio/workflow';
import type { AcceptedJob, LookUpResult, SendInput, SendResult } from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import { mutations, reads } from './activities.js';
import { failureRecord } from './failure-words.js';
import type { Mutation } from './mutation.js';
import { isConfirmedAfterReset } from './reset.js';
import { now, type Run } from './run.js';

export type Sent =
  | { readonly kind: 'accepted'; readonly job: AcceptedJob }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unclear'; readonly message: string; readonly evidence: JsonObject };

/**
 * Sends a mutation at most once (DESIGN "Once"): sends again only what was certainly refused, and
 * when the answer is lost looks for evidence against the baseline before it says `unclear`.
 */
export async function sendOnce(run: Run, mutation: Mutation): Promise<Sent> {
  for (let sending = 1; ; sending++) {
    if (!(await isConfirmedAfterReset(run, mutation, sending))) {
      return { kind: 'refused', message: 'this run was reset; nothing was sent' };
    }
    const result = await send(run, mutation, sending);
    run.log(`${mutation.verb}-${result.kind}`, mutation.step, describe(mutation, result));
    switch (result.kind) {
      case 'accepted':
        return { kind: 'accepted', job: result };
      case 'not-allowed':
        return { kind: 'refused', message: result.message };
      case 'unclear':
        return { kind: 'unclear', message: result.message, evidence: result.evidence };
      case 'refused': {
        if (!result.resend) return { kind: 'refused', message: result.message };
        const pause = backOffMilliseconds(result.retryAfterSeconds, sending);
        if (Date.now() + pause > mutation.deadline) {
          return { kind: 'refused', message: `${result.message} (until the time limit)` };
        }
        await condition(() => run.stop !== null && !mutation.evenWhenStopped, pause);
        if (run.stop !== null && !mutation.evenWhenStopped) {
          return { kind: 'refused', message: `${result.message}; the run was stopped meanwhile` };
        }
      }
    }
  }
}

async function send(run: Run, mutation: Mutation, sending: number): Promise<SendResult> {
  const { step, attempt, verb, target } = mutation;
  const input: SendInput = {
    step,
    attempt,
    verb,
    mode: run.input.plan.mode,
    target,
    baseline: mutation.baseline,
    restorePointBefore: mutation.restorePointBefore,
    expectedSession: mutation.expectedSession,
  };
  try {
    const result = await mutations.sendMutation.executeWithOptions(
      {
        activityId: `${step}/${attempt}/${verb}/${sending}`,
        summary: `${verb} ${target.name}`,
        // Nobody took it in time: then nothing was sent.
        scheduleToStartTimeout: Math.max(1000, mutation.deadline - Date.now()),
      },
      [input],
    );
    run.logCalls(step, result.calls);
    return result;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    if (neverStarted(error)) {
      const message = `no worker took ${verb} ${target.name} within the time limit; nothing was sent`;
      return { kind: 'refused', resend: false, retryAfterSeconds: null, message, calls: [] };
    }
    return await lookUp(run, mutation, sending, failureRecord(error).message);
  }
}

/** The activity that sent it is gone (a crash, a time-out): any worker can look for its traces. */
async function lookUp(
  run: Run,
  mutation: Mutation,
  sending: number,
  what: string,
): Promise<SendResult> {
  const { step, attempt, verb, target, baseline } = mutation;
  const sentBefore = now();
  const lag = run.lagSeconds(target.connection);
  let found: LookUpResult;
  try {
    found = await reads.lookUpMutation.executeWithOptions(
      {
        activityId: `${step}/${attempt}/${verb}/${sending}/look-up`,
        summary: `look for traces of ${verb} ${target.name}`,
        scheduleToCloseTimeout: `${Math.ceil(lag) + 300}s`,
      },
      [{ step, verb, mode: run.input.plan.mode, target, baseline, sentBefore }],
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const why = failureRecord(error).message;
    return {
      kind: 'unclear',
      message: `${what}; looking for traces failed too: ${why}`,
      evidence: { sent: what, lookUp: why },
      calls: [],
    };
  }
  run.logCalls(step, found.calls);
  return fromLookUp(run, found, sentBefore, what);
}

function fromLookUp(run: Run, found: LookUpResult, sentBefore: string, what: string): SendResult {
  const evidence = { sent: what, ...found.evidence };
  // Another client's start would look the same: a drill, which will undo, never adopts on that.
  if (!run.isDrill) {
    const job = { taskId: null, logonSession: null, taskQueue: null, sentAt: sentBefore };
    if (found.sessionId !== null) {
      const sessionId = found.sessionId;
      return { kind: 'accepted', evidence: 'session', ...job, sessionId, calls: found.calls };
    }
    if (found.restoreSessionIds.length > 0) {
      return {
        kind: 'accepted',
        evidence: 'restore-session',
        ...job,
        sessionId: null,
        calls: found.calls,
      };
    }
  }
  return {
    kind: 'unclear',
    message: `whether it happened can't be told: ${what}`,
    evidence,
    calls: found.calls,
  };
}

function neverStarted(error: ActivityFailure): boolean {
  return error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';
}

/** The server's own word first; else 5 s, doubled each time up to a minute. */
function backOffMilliseconds(retryAfterSeconds: number | null, sending: number): number {
  if (retryAfterSeconds !== null) return Math.max(1, retryAfterSeconds) * 1000;
  return Math.min(60, 5 * 2 ** (sending - 1)) * 1000;
}

function describe(mutation: Mutation, result: SendResult): JsonObject {
  const base = { target: mutation.target.planId, verb: mutation.verb, attempt: mutation.attempt };
  switch (result.kind) {
    case 'accepted':
      return {
        ...base,
        evidence: result.evidence,
        taskId: result.taskId,
        sessionId: result.sessionId,
      };
    case 'refused':
      return { ...base, message: result.message, resend: result.resend };
    case 'not-allowed':
      return { ...base, message: result.message };
    case 'unclear':
      return { ...base, message: result.message, evidence: result.evidence };
  }
}
