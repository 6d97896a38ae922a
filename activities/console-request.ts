import { setTimeout as pause } from 'node:timers/promises';
import { ClientError } from '../clients/client-error.js';
import type { Accepted } from '../clients/service-provider-console/resources.js';
import type { CallOptions } from '../clients/transport/options.js';
import type { JsonObject } from '../plan/json.js';
import type { Mode } from '../plan/plan.js';
import { askAction } from './ask-action.js';
import type { JobEvidence, LookUpResult, RequestIdentity } from './contract.js';
import type { Console, Dependencies } from './dependencies.js';
import type { LookOptions } from './look-for-traces.js';
import {
  clearRefusal,
  couldNotLook,
  refused,
  unclear,
  type Result,
  type SendOptions,
} from './send-result.js';
import { whyNotToSend } from './why-not-to-send.js';

/** How often an action that was named in a 202 and is not to be found is asked for. */
const UNKNOWN_LOOKS = 3;

/**
 * What the plan shows of a request whose answer was lost.
 * - as-wanted: it is as the request wanted it, or becoming so, whoever did it; - job: a start or test
 * that could be another client's; - other: something else has happened to it.
 */
export interface StateTrace {
  readonly kind: 'as-wanted' | 'job' | 'other';
  readonly sessionId: string | null;
  readonly evidence: JsonObject;
}

/** Something that a Console is asked to do, under an id that it knows the request by. */
export interface ConsoleRequest {
  readonly console: Console;
  readonly mode: Mode;
  readonly requestId: string;
  /** null: the plan shows nothing (yet). Throws ClientError. */
  readonly trace: (options: CallOptions) => Promise<StateTrace | null>;
}

/** How it is sent. */
export interface ConsoleSending extends ConsoleRequest {
  readonly identity: RequestIdentity;
  /** The last look just before; what it gives is the result, and nothing is sent. Throws ClientError. */
  readonly lookBefore: (options: CallOptions) => Promise<Result | null>;
  readonly post: (options: CallOptions) => Promise<Accepted>;
}

/** Sends it once, and says what became of it; a lost answer is looked for. */
export async function sendConsoleRequest(
  dependencies: Dependencies,
  sending: ConsoleSending,
  options: SendOptions,
): Promise<Result> {
  const held = await lookBefore(sending, options);
  if (held !== null) return held;
  const reason = whyNotToSend(dependencies, options.pulse);
  if (reason !== null) return refused(`${reason}; nothing was sent`, true, 1);
  const sentAt = new Date().toISOString();
  const sendBefore = Date.parse(sending.identity.notAfter);
  const look = { ...options, isCut: () => dependencies.stopping.aborted };
  options.progress.mayHaveActed = true;
  try {
    const answer = await sending.post({ ...options, sendBefore });
    if (answer.kind === 'accepted') return accepted('answer', null, sentAt);
    return await followAction(sending, answer.actionId, sentAt, look);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return clearRefusal(error) ?? (await afterLostAnswer(sending, error.message, sentAt, look));
  }
}

async function lookBefore(sending: ConsoleSending, options: CallOptions): Promise<Result | null> {
  try {
    return await sending.lookBefore(options);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return couldNotLook(error);
  }
}

/** 202: it is in the Console's queue; its action tells whether it was refused there. */
async function followAction(
  sending: ConsoleSending,
  actionId: string,
  sentAt: string,
  options: LookOptions,
): Promise<Result> {
  const until = Date.now() + sending.console.evidenceLagSeconds * 1000;
  let unknown = 0;
  for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
    const view = await askAction(sending.console.client, actionId, options);
    switch (view.kind) {
      case 'accepted':
        return accepted('answer', null, sentAt);
      case 'refused':
        return refused(view.message, false, null);
      case 'cancelled':
      case 'unclear': {
        const message = view.kind === 'unclear' ? view.message : 'its action was cancelled';
        return await afterLostAnswer(sending, message, sentAt, options);
      }
      case 'unknown':
        unknown += 1;
        break;
      case 'running':
      case 'untold':
        break;
    }
    // The Console took it, and what it took it for shows in the plan.
    const isOver = unknown >= UNKNOWN_LOOKS || Date.now() >= until || options.isCut();
    if (isOver) return accepted('answer', null, sentAt);
    await pause(Math.min(wait, Math.max(1, until - Date.now())));
  }
}

async function afterLostAnswer(
  sending: ConsoleSending,
  message: string,
  sentAt: string,
  options: LookOptions,
): Promise<Result> {
  const until = Date.now() + sending.console.evidenceLagSeconds * 1000;
  const found = await lookForRequest(sending, until, options);
  switch (found.kind) {
    case 'own':
      return accepted('request', null, sentAt);
    case 'refused':
      return refused(found.message, false, null);
    case 'trace':
      return (
        fromTrace(found.trace, sending.mode, sentAt) ??
        unclear(`${message}; ${words(found.trace)}`, found.trace.evidence, false)
      );
    case 'nothing':
      return unclear(message, found.evidence, found.isCut);
  }
}

/** null: it is no proof, in a drill, that the job is its own. */
function fromTrace(trace: StateTrace, mode: Mode, sentAt: string): Result | null {
  switch (trace.kind) {
    case 'as-wanted':
      return accepted('state', trace.sessionId, sentAt);
    case 'job':
      return mode === 'live' ? accepted('session', trace.sessionId, sentAt) : null;
    case 'other':
      return null;
  }
}

function words({ kind, evidence }: StateTrace): string {
  const status = typeof evidence['status'] === 'string' ? evidence['status'] : 'unknown';
  return kind === 'job'
    ? `a job of the plan has begun (status ${status}) that could be another client's`
    : `the plan is not as it was (status ${status})`;
}

type Found =
  | { readonly kind: 'own' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'trace'; readonly trace: StateTrace }
  | { readonly kind: 'nothing'; readonly isCut: boolean; readonly evidence: JsonObject };

/** Looks for a request until something is found or the time is up. Finding nothing proves nothing. */
async function lookForRequest(
  request: ConsoleRequest,
  until: number,
  options: LookOptions,
): Promise<Found> {
  let trouble: string | null = null;
  for (let looked = 1, wait = 500; ; looked++, wait = Math.min(wait * 2, 10_000)) {
    const view = await askAction(request.console.client, request.requestId, options);
    if (view.kind === 'accepted') return { kind: 'own' };
    if (view.kind === 'refused') return { kind: 'refused', message: view.message };
    const isLate = Date.now() >= until;
    const isCut = options.isCut();
    // It is ours and is worked on; how it ends shows in the plan.
    if (view.kind === 'running' && (isLate || isCut)) return { kind: 'own' };
    if (view.kind === 'untold') trouble = view.message;
    if (view.kind !== 'running') {
      try {
        const trace = await request.trace(options);
        // While the Console may still know the id, that proves more than what the plan shows.
        if (trace !== null && (view.kind !== 'untold' || isLate)) return { kind: 'trace', trace };
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        trouble = error.message;
      }
    }
    const evidence = { found: 'no trace of the request', action: view.kind, looked, trouble };
    if (isLate || isCut) return { kind: 'nothing', isCut: !isLate, evidence };
    await pause(Math.min(wait, Math.max(1, until - Date.now())));
  }
}

/** Looks for a request whose activity is gone with its worker: a Console tells any of them. */
export async function lookUpRequest(
  request: ConsoleRequest,
  sentBefore: string,
  options: LookOptions,
): Promise<Omit<LookUpResult, 'calls'>> {
  const until = Date.parse(sentBefore) + request.console.evidenceLagSeconds * 1000;
  const found = await lookForRequest(request, until, options);
  switch (found.kind) {
    case 'own':
      return { sessionId: null, isOwnRequest: true, evidence: {} };
    case 'refused':
      return { sessionId: null, refusal: found.message, evidence: {} };
    case 'trace': {
      const { kind, sessionId, evidence } = found.trace;
      return {
        sessionId: kind === 'job' ? sessionId : null,
        hasJob: kind === 'job',
        isAsWanted: kind === 'as-wanted',
        evidence,
      };
    }
    case 'nothing':
      return { sessionId: null, evidence: found.evidence };
  }
}

function accepted(evidence: JobEvidence, sessionId: string | null, sentAt: string): Result {
  const nothing = { taskId: null, logonSession: null, taskQueue: null };
  return { kind: 'accepted', evidence, ...nothing, sessionId, sentAt };
}
