import { randomUUID } from 'node:crypto';

import type { EmRequest } from '../http/request.js';

import type { Call } from './async-actions.js';
import type { Console } from './console.js';
import { ConsoleProblem, problemReply } from './console-problem.js';
import { consoleReply, type ConsoleReply } from './console-reply.js';
import type { ConsoleContext, ConsoleRoute } from './console-route.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Carries a call out. One that changes something is carried out once for each X-Request-id, as
 * long as the id lives; after that it is carried out again. Throws ConsoleProblem.
 */
export function actOnce(route: ConsoleRoute, context: ConsoleContext): ConsoleReply {
  const { console, request, caller } = context;
  if (route.operation === undefined) return route.handle(context);
  const id = requestId(request);
  const call = callOf(route.operation, context);
  const before = id === null ? null : console.actions.answered(id, caller);
  const repeated = before === null ? null : repeat(console, before, call);
  if (repeated !== null) return repeated;
  return carryOut(route, context, call, id);
}

/** Turns an answer into 202 with the address of an action that has it, when it has ended. */
export function answerLater(
  console: Console,
  id: string,
  call: Call,
  reply: ConsoleReply,
): ConsoleReply {
  console.actions.add(id, call, reply, true);
  // As Enterprise Manager does, the server writes its own name, not the caller's.
  const host = console.world.scenario.server.hostName;
  return consoleReply(202, null, { Location: `https://${host}:1280/api/v3/asyncActions/${id}` });
}

/** What an action is told of a call. */
export function callOf(
  name: string,
  { request, caller }: Pick<ConsoleContext, 'request' | 'caller'>,
): Call {
  const { query } = request;
  const names = [...new Set(query.keys())];
  return {
    name,
    key: `${request.method} ${request.url} ${request.body}`,
    caller,
    requestBody: request.body === '' ? null : request.body,
    queryParameters: Object.fromEntries(names.map((key) => [key, query.getAll(key)])),
  };
}

/** The id that a caller gave a request, in lower case. Throws ConsoleProblem 400 if it is none. */
export function requestId({ headers }: Pick<EmRequest, 'headers'>): string | null {
  const id = headers['x-request-id'];
  if (id === undefined) return null;
  if (typeof id === 'string' && UUID.test(id)) return id.toLowerCase();
  throw new ConsoleProblem(400, 'logical', 'X-Request-id is no UUID.');
}

function repeat(
  console: Console,
  before: { readonly call: Call; readonly reply: ConsoleReply },
  call: Call,
): ConsoleReply | null {
  const { sameIdOtherCall } = console.spec.switches;
  if (before.call.key !== call.key) {
    if (sameIdOtherCall === 'acts') return null;
    if (sameIdOtherCall === 'http400') {
      throw new ConsoleProblem(400, 'logical', 'This X-Request-id was used for another call.');
    }
  }
  console.actions.replay();
  return before.reply;
}

function carryOut(
  route: ConsoleRoute,
  context: ConsoleContext,
  call: Call,
  id: string | null,
): ConsoleReply {
  const { console } = context;
  const { answers, actionRecords } = console.spec.switches;
  const reply = replyOf(route, context);
  const isLater = answers === 202 && route.method === 'POST';
  const given = isLater ? answerLater(console, id ?? randomUUID(), call, reply) : reply;
  if (!isLater && id !== null && actionRecords === 'withRequestId') {
    console.actions.add(id, call, reply, false);
  }
  if (id !== null) console.actions.remember(id, call, given);
  return given;
}

function replyOf(route: ConsoleRoute, context: ConsoleContext): ConsoleReply {
  try {
    return route.handle(context);
  } catch (error) {
    return problemReply(error);
  }
}
