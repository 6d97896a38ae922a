import { ActivityFailure, condition, patched, TimeoutFailure } from '@temporalio/workflow';
import type {
  AcceptedJob,
  JobEvidence,
  LookUpResult,
  RequestIdentity,
  SendResult,
} from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import { failureRecord } from './failure-words.js';
import { PAUSE_HOLDS_LIMITS } from './hold-run.js';
import type { Mutation } from './mutation.js';
import { RequestIdentities } from './request-identity.js';
import { now } from './run.js';
import type { Sender } from './sender.js';

export type Sent =
  /** `heldMs`: for how long a person held it up, in which its time limit stood still. */
  | { readonly kind: 'accepted'; readonly job: AcceptedJob; readonly heldMs: number }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'stopped' }
  | Unclear;

interface Unclear {
  readonly kind: 'unclear';
  readonly message: string;
  readonly evidence: JsonObject;
}

/**
 * Sends a mutation at most once (docs/once.md): sends again only what was certainly refused, or what
 * the runbook says can be repeated (an idempotency key); when the answer is lost looks for evidence
 * against the baseline before it says `unclear`.
 */
export async function sendOnce(sender: Sender, mutation: Mutation): Promise<Sent> {
  const isStopped = (): boolean =>
    (sender.isStopped() && !mutation.evenWhenStopped) || mutation.isEnded?.() === true;
  const ids = mutation.hasIdentity
    ? new RequestIdentities(sender.firstExecutionRunId, mutation.id)
    : null;
  /** Set from the first lost answer on: then nothing but an acceptance closes the question. */
  let open: Unclear | null = null;
  let heldMs = 0;
  for (let sending = 1; ; sending++) {
    // What is sent again begins anew: not while a person holds the run.
    if (sending > 1) heldMs += await heldFor(sender);
    if (isStopped()) return open ?? { kind: 'stopped' };
    if (!(await sender.isConfirmed(mutation, sending))) {
      return open ?? { kind: 'refused', message: 'this run was reset; nothing was sent' };
    }
    const identity = ids === null ? null : ids.next(Date.now());
    const result = await send(sender, mutation, sending, identity);
    sender.log(`${mutation.verb}-${result.kind}`, mutation.step, describe(mutation, result));
    switch (result.kind) {
      case 'accepted':
        return { kind: 'accepted', job: result, heldMs };
      case 'not-allowed':
        if (open === null) return { kind: 'refused', message: result.message };
        return { ...open, message: `${open.message}; ${result.message}` };
      case 'unclear':
        open = { kind: 'unclear', message: result.message, evidence: result.evidence };
        break;
      case 'refused':
        if (!result.resend) return open ?? { kind: 'refused', message: result.message };
        break;
    }
    if (open !== null && mutation.isRepeatable !== true) return open;
    const pause = backOffMilliseconds(result.retryAfterSeconds, sending);
    if (Date.now() + pause > mutation.deadline + heldMs) {
      return open ?? { kind: 'refused', message: `${result.message} (until the time limit)` };
    }
    await condition(isStopped, pause, {
      summary: `${mutation.what}: pause before it is sent again`,
    });
  }
}

/** Waits while a person holds the run; gives the milliseconds by which that moves the time limit. */
async function heldFor(sender: Sender): Promise<number> {
  const since = Date.now();
  await sender.whileHeld();
  const waited = Date.now() - since;
  return waited > 0 && patched(PAUSE_HOLDS_LIMITS) ? waited : 0;
}

async function send(
  sender: Sender,
  mutation: Mutation,
  sending: number,
  identity: RequestIdentity | null,
): Promise<SendResult> {
  try {
    const result = await mutation.calls.send(`${mutation.id}/${sending}`, identity);
    sender.logCalls(mutation.step, result.calls);
    if (result.kind !== 'unclear' || !result.isCut) return result;
    return await lookUp(sender, mutation, sending, { identity, what: result.message });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    if (neverStarted(error)) {
      const message = `no worker took ${mutation.what} within the time limit; nothing was sent`;
      return { kind: 'refused', resend: false, retryAfterSeconds: null, message, calls: [] };
    }
    return await lookUp(sender, mutation, sending, {
      identity,
      what: failureRecord(error).message,
    });
  }
}

/** The activity that sent it is gone (a crash, a time-out): any worker can look for its traces. */
async function lookUp(
  sender: Sender,
  mutation: Mutation,
  sending: number,
  lost: { readonly identity: RequestIdentity | null; readonly what: string },
): Promise<SendResult> {
  const sentBefore = now();
  const { what, identity } = lost;
  let found: LookUpResult;
  try {
    found = await mutation.calls.lookUp(`${mutation.id}/${sending}/look-up`, sentBefore, identity);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const why = failureRecord(error).message;
    return {
      kind: 'unclear',
      message: `${what}; looking for traces failed too: ${why}`,
      evidence: { sent: what, lookUp: why },
      isCut: false,
      retryAfterSeconds: null,
      calls: [],
    };
  }
  sender.logCalls(mutation.step, found.calls);
  return fromLookUp(sender, found, sentBefore, what);
}

function fromLookUp(
  sender: Sender,
  found: LookUpResult,
  sentBefore: string,
  what: string,
): SendResult {
  const taken = (evidence: JobEvidence): SendResult => ({
    kind: 'accepted',
    evidence,
    taskId: null,
    logonSession: null,
    taskQueue: null,
    sessionId: found.sessionId,
    sentAt: sentBefore,
    calls: [],
  });
  if (found.isOwnRequest === true) return taken('request');
  if (found.refusal !== undefined && found.refusal !== null) {
    const message = found.refusal;
    return { kind: 'refused', resend: false, retryAfterSeconds: null, message, calls: [] };
  }
  if (found.isAsWanted === true) return taken('state');
  // Another client's start would look the same: a drill, which will undo, never adopts on that.
  const isThere = found.sessionId !== null || found.hasJob === true;
  if (sender.mode === 'live' && isThere) return taken('session');
  const message = `whether it happened can't be told: ${what}`;
  const evidence = { sent: what, ...found.evidence };
  return { kind: 'unclear', message, evidence, isCut: false, retryAfterSeconds: null, calls: [] };
}

function neverStarted(error: ActivityFailure): boolean {
  return error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';
}

/**
 * 5 s, doubled each time up to a minute, and never less than the server asks for: each sending is
 * history, and a server that says "in a second" for an hour must not fill it.
 */
function backOffMilliseconds(
  retryAfterSeconds: number | null | undefined,
  sending: number,
): number {
  const own = Math.min(60, 5 * 2 ** (sending - 1));
  return Math.max(own, retryAfterSeconds ?? 0) * 1000;
}

function describe(mutation: Mutation, result: SendResult): JsonObject {
  const base = { target: mutation.target, verb: mutation.verb, attempt: mutation.attempt };
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
