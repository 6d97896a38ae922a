import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { evaluateExpression, ExpressionError, responseValues } from '../../plan/expression.js';
import { stepOfId } from '../../plan/foreach.js';
import type { Json } from '../../plan/json.js';
import type { CheckAsked, HttpAsked, HttpSent, StandIns } from '../../worker/stand-ins.js';
import type { Meeting } from './test-schema.js';

const HEARTBEAT_MS = 2000;
const AS_TOLD = 'as the test says';

/**
 * What checks, http steps and messages meet in a test: what it says of their step, or of its item;
 * where it says nothing, what the runbook expects. Nobody is asked and nobody is told.
 */
export function standIns(network: Readonly<Record<string, Meeting>>, speed: number): StandIns {
  const met = new Map<string, number>();
  const meetingOf = (id: string): Meeting => network[id] ?? network[stepOfId(id)] ?? {};
  /** A fault hits a step's first call; the next one goes well. */
  const faultOf = (id: string): Meeting['fault'] => {
    const times = met.get(id) ?? 0;
    met.set(id, times + 1);
    return times === 0 ? meetingOf(id).fault : undefined;
  };
  return {
    probe: (input) => check(input, meetingOf(input.step), speed),
    readHttp: (input) => {
      if (faultOf(input.step) !== undefined) throw unavailable('the connection broke');
      const answer = answerOf(input, meetingOf(input.step));
      if (!answer.held && isPassing(answer.output.status)) throw unavailable(answer.seen);
      return Promise.resolve({ ...answer, calls: [] });
    },
    sendHttp: (input) => Promise.resolve(sent(input, meetingOf(input.step), faultOf(input.step))),
    sendNotification: () => Promise.resolve({ note: null }),
  };
}

async function check(
  { until }: CheckAsked,
  { holds = true, after }: Meeting,
  speed: number,
): ReturnType<StandIns['probe']> {
  const left = Date.parse(until) - Date.now();
  const holdsIn = holds ? ((after ?? 0) * 1000) / speed : Number.POSITIVE_INFINITY;
  await pass(Math.min(holdsIn, left));
  return { held: holdsIn <= Math.max(left, 0), tries: 1, seen: AS_TOLD };
}

/** Lets time pass; rejects when the activity is cancelled. */
async function pass(milliseconds: number): Promise<void> {
  if (milliseconds <= 0) return;
  const context = Context.current();
  const beat = setInterval(() => {
    context.heartbeat();
  }, HEARTBEAT_MS);
  try {
    await context.sleep(milliseconds);
  } finally {
    clearInterval(beat);
  }
}

function answerOf({ expect }: HttpAsked, said: Meeting) {
  const status = said.status ?? expect.status?.[0] ?? 200;
  const json = (said.json ?? null) as Json;
  const text = said.text ?? (said.json === undefined ? '' : JSON.stringify(json));
  const isSaid = said.status !== undefined || said.json !== undefined || said.text !== undefined;
  const isStatus =
    expect.status === null ? status >= 200 && status < 300 : expect.status.includes(status);
  // Where the test says nothing, the body is one that the runbook takes.
  const held =
    isStatus && (!isSaid || expect.body === null || isTrue(expect.body, { json, text, status }));
  return {
    held,
    seen: `status ${status} (${AS_TOLD})`,
    output: { status, json, text, message: null },
  };
}

function isTrue(
  body: string,
  { json, text, status }: { readonly json: Json; readonly text: string; readonly status: number },
): boolean {
  try {
    return evaluateExpression(body, responseValues(json, text, status)) === true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function sent(input: HttpAsked, said: Meeting, fault: Meeting['fault']): HttpSent {
  const none = { retryAfterSeconds: null, output: null, calls: [] };
  switch (fault) {
    case 'lost-answer':
      return { ...none, kind: 'unclear', message: `the answer was lost (${AS_TOLD})` };
    case 'lost-request':
      return {
        ...none,
        kind: 'refused',
        resend: true,
        message: `it could not be sent (${AS_TOLD})`,
      };
    case 'refused':
      return {
        ...none,
        kind: 'refused',
        resend: true,
        retryAfterSeconds: 1,
        message: `status 503 (${AS_TOLD})`,
      };
    case undefined: {
      const answer = answerOf(input, said);
      const { status } = answer.output;
      const { seen: message, output } = answer;
      if (answer.held || status < 400) return { ...answer, kind: 'answered', calls: [] };
      return isPassing(status)
        ? { ...none, kind: 'unclear', message, output }
        : { ...none, kind: 'refused', resend: false, message, output };
    }
  }
}

/** Statuses that may be others a moment later. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

function unavailable(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'HttpUnavailable', message });
}
