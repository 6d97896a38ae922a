import { ActivityFailure, condition, TimeoutFailure } from '@temporalio/workflow';
import type { AcceptedJob, LookUpResult, SendInput, SendResult } from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import { mutations, reads } from './activities.js';
import { failureRecord } from './failure-words.js';
import type { Mutation } from './mutation.js';
import { isConfirmedAfterReset } from './reset.js';
import { now, type Run } from './run.js';

/** Longer than any request may take; the look-up comes on top. */
const SEND_LIMIT_MS = 20 * 60_000;

export type Sent =
  | { readonly kind: 'accepted'; readonly job: AcceptedJob }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unclear'; readonly message: string; readonly evidence: JsonObject };

/**
 * Sends a mutation at most once (docs/once.md): sends again only what was certainly refused, and
 * when the answer is lost looks for evidence against the baseline before it says `unclear`.
 */
export async function sendOnce(run: Run, mutation: Mutation): Promise<Sent> {
  const isStopped = (): boolean => run.stop !== null && !mutation.evenWhenStopped;
  for (let sending = 1; ; sending++) {
    if (isStopped()) return { kind: 'stopped' };
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
        await condition(isStopped, pause);
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
        // Room for a look-up, and for the look-ups of starts that stand before it in the line.
        startToCloseTimeout: SEND_LIMIT_MS + 3000 * run.lagSeconds(target.connection),
      },
      [input],
    );
    run.logCalls(step, result.calls);
    if (result.kind !== 'unclear' || !result.isCut) return result;
    return await lookUp(run, mutation, sending, result.message);
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
      isCut: false,
      calls: [],
    };
  }
  run.logCalls(step, found.calls);
  return fromLookUp(run, found, sentBefore, what);
}

function fromLookUp(run: Run, found: LookUpResult, sentBefore: string, what: string): SendResult {
  const evidence = { sent: what, ...found.evidence };
  // Another client's start would look the same: a drill, which will undo, never adopts on that.
  if (!run.isDrill && found.sessionId !== null) {
    return {
      kind: 'accepted',
      evidence: 'session',
      taskId: null,
      logonSession: null,
      taskQueue: null,
      sessionId: found.sessionId,
      sentAt: sentBefore,
      calls: [],
    };
  }
  const message = `whether it happened can't be told: ${what}`;
  return { kind: 'unclear', message, evidence, isCut: false, calls: [] };
}

function neverStarted(error: ActivityFailure): boolean {
  return error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';
}

/**
 * 5 s, doubled each time up to a minute, and never less than the server asks for: each sending is
 * history, and a server that says "in a second" for an hour must not fill it.
 */
function backOffMilliseconds(retryAfterSeconds: number | null, sending: number): number {
  const own = Math.min(60, 5 * 2 ** (sending - 1));
  return Math.max(own, retryAfterSeconds ?? 0) * 1000;
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
