import type {
  HttpAnswered,
  HttpInput,
  HttpOutput,
  SendHttpResult,
} from '../../activities/http-contract.js';
import type { LookUpResult, SendResult } from '../../activities/contract.js';
import type { HttpStep } from '../../plan/plan.js';
import { mutations, reads } from '../activities.js';
import type { Mutation } from '../mutation.js';
import { sendOnce } from '../once.js';
import { now, type Run } from '../run.js';
import { senderOf } from '../sender.js';
import type { StepState } from '../step-state.js';
import { evaluate } from '../values.js';
import { failed, unknown, type AttemptCause, type Verdict } from '../verdict.js';
import { whileRunning } from '../while-running.js';
import { requestOf } from './http-values.js';

/** Where neither the step nor `defaults` says one. */
const STANDARD_SECONDS = 300;

/** What one request may take at most; a connection may allow less. */
const REQUEST_SECONDS = 300;

const BODY_LENGTH = 256_000;
const KEY_LENGTH = 200;

/** What is kept of an answer, in characters, and of those of all items of a step together. */
const KEPT = { text: 8000, json: 16_000, ofAllItems: 400_000 };

/**
 * Sends one request to any server. What changes nothing is asked until there is a clear answer; what
 * changes something is sent once, and again only where it certainly was not acted upon, or where
 * the server knows it again by its idempotency key.
 */
export async function runHttp(
  run: Run,
  step: StepState,
  plan: HttpStep,
  cause: AttemptCause,
): Promise<Verdict> {
  if (cause === 'adopt' && step.isOpen) return adopt(run, step);
  const deadline = Date.now() + (plan.timeoutSeconds ?? STANDARD_SECONDS) * 1000;
  const request = readRequest(run, step, plan, deadline);
  if (typeof request === 'string') return failed('BadValue', request);
  return plan.method === 'GET' || plan.method === 'HEAD'
    ? await read(run, step, plan, request, deadline)
    : await send(run, step, plan, request, deadline);
}

/** A person says that it happened: nobody has seen the answer. */
function adopt(run: Run, step: StepState): Verdict {
  step.isOpen = false;
  step.output['message'] = 'a person said that it happened; no answer was seen';
  run.log('adopted', step.plan.id, { evidence: 'person' });
  return { kind: 'done', outcome: 'degraded' };
}

/** A string says which value is not usable. */
function readRequest(
  run: Run,
  step: StepState,
  plan: HttpStep,
  deadline: number,
): HttpInput | string {
  const target = requestOf(run, step, plan);
  if (typeof target === 'string') return target;
  const value = plan.body === null ? null : evaluate(run, step, plan.body);
  const body = value === null || typeof value === 'string' ? value : JSON.stringify(value);
  if (body !== null && body.length > BODY_LENGTH) {
    return `the body has more than ${BODY_LENGTH} characters`;
  }
  const headers = [...target.headers];
  const isTyped = headers.some(({ name }) => name.toLowerCase() === 'content-type');
  if (typeof value === 'string' && !isTyped) {
    headers.push({ name: 'Content-Type', value: 'text/plain; charset=utf-8' });
  }
  if (plan.idempotencyKey !== null) {
    const key = evaluate(run, step, plan.idempotencyKey);
    const isKey = typeof key === 'string' && /^[\x21-\x7e]+$/.test(key) && key.length <= KEY_LENGTH;
    if (!isKey) return `the idempotencyKey is no text of 1 to ${KEY_LENGTH} letters without spaces`;
    headers.push({ name: 'Idempotency-Key', value: key });
  }
  const share = Math.floor(KEPT.ofAllItems / (step.item?.of ?? 1));
  return {
    step: step.plan.id,
    request: { ...target, headers, body },
    expect: plan.expect,
    limitSeconds: Math.min(REQUEST_SECONDS, Math.max(1, (deadline - Date.now()) / 1000)),
    kept: { text: Math.min(KEPT.text, share), json: Math.min(KEPT.json, share) },
  };
}

async function read(
  run: Run,
  step: StepState,
  plan: HttpStep,
  input: HttpInput,
  deadline: number,
): Promise<Verdict> {
  const result = await whileRunning(run, () =>
    reads.readHttp.executeWithOptions(
      {
        activityId: `${plan.id}/${step.attempts}/http`,
        summary: summaryOf(input),
        scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()),
      },
      [input],
    ),
  );
  if (result === null) return { kind: 'cancelled' };
  run.logCalls(plan.id, result.calls);
  keep(step, result.output);
  if (result.held) return { kind: 'done', outcome: 'succeeded' };
  return failed('UnexpectedAnswer', `${summaryOf(input)}: ${result.seen}`);
}

async function send(
  run: Run,
  step: StepState,
  plan: HttpStep,
  input: HttpInput,
  deadline: number,
): Promise<Verdict> {
  // What the last sending was told, for the output: sendOnce knows no answers.
  const seen: { answer: HttpAnswered | null } = { answer: null };
  const mutation = requestMutation(run, step, { plan, input, deadline }, (result) => {
    if (result.kind === 'answered') seen.answer = result;
    if (result.output !== null) keep(step, result.output);
  });
  const sent = await sendOnce(senderOf(run), mutation);
  switch (sent.kind) {
    case 'stopped':
      return { kind: 'cancelled' };
    case 'refused':
      return failed('HttpRefused', sent.message);
    case 'unclear':
      step.isOpen = true;
      return unknown('OutcomeUnknown', sent.message, sent.evidence);
    case 'accepted':
      step.isOpen = false;
      if (seen.answer === null || seen.answer.held) return { kind: 'done', outcome: 'succeeded' };
      return failed(
        // Sent again only with a key: it may have done what it was sent for.
        plan.idempotencyKey === null ? 'ActedOtherwise' : 'UnexpectedAnswer',
        `${summaryOf(input)}: ${seen.answer.seen}, which is not what was expected; the server may have acted`,
      );
  }
}

function requestMutation(
  run: Run,
  step: StepState,
  { plan, input, deadline }: { plan: HttpStep; input: HttpInput; deadline: number },
  onResult: (result: SendHttpResult) => void,
): Mutation {
  const what = summaryOf(input);
  return {
    step: plan.id,
    attempt: step.attempts,
    verb: 'request',
    id: `${plan.id}/${step.attempts}/request`,
    what,
    target: input.request.url,
    connection: plan.connection ?? '',
    hasIdentity: false,
    isRepeatable: plan.idempotencyKey !== null,
    deadline,
    // What comes at the end comes whatever happened.
    evenWhenStopped: run.phase === 'always',
    calls: {
      send: async (activityId) => {
        const result = await mutations.sendHttp.executeWithOptions(
          {
            activityId,
            summary: what,
            scheduleToStartTimeout: Math.max(1000, deadline - Date.now()),
            startToCloseTimeout: (input.limitSeconds + 60) * 1000,
          },
          [input],
        );
        onResult(result);
        return asSendResult(result, activityId);
      },
      // No server tells afterwards what became of a request; only a key makes it safe to send again.
      lookUp: (): Promise<LookUpResult> =>
        Promise.resolve({ sessionId: null, evidence: {}, calls: [] }),
    },
  };
}

function asSendResult(result: SendHttpResult, activity: string): SendResult {
  const { calls } = result;
  switch (result.kind) {
    case 'answered': {
      const none = { taskId: null, logonSession: null, taskQueue: null, sessionId: null };
      return { kind: 'accepted', evidence: 'answer', ...none, sentAt: now(), calls };
    }
    case 'refused': {
      const { resend, retryAfterSeconds, message } = result;
      return { kind: 'refused', resend, retryAfterSeconds, message, calls };
    }
    case 'unclear': {
      const { message, retryAfterSeconds } = result;
      const { startedAt = null } = calls.at(-1) ?? {};
      const evidence = { sentAt: startedAt, activity };
      return { kind: 'unclear', message, evidence, isCut: false, retryAfterSeconds, calls };
    }
  }
}

function keep(step: StepState, { status, json, text, message }: HttpOutput): void {
  step.output['status'] = status;
  step.output['json'] = json;
  step.output['text'] = text;
  if (message !== null) step.output['message'] = message;
}

/** "POST https://tickets.example.com/api/changes": without a query, which may be long. */
function summaryOf({ request }: HttpInput): string {
  return `${request.method} ${(request.url.split(/[?#]/, 1)[0] ?? '').slice(0, 200)}`;
}
