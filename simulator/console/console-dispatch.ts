import type { EmRequest } from '../http/request.js';
import { matchPattern } from '../http/route.js';

import { actOnce } from './act-once.js';
import { knowsSessions } from './client-version.js';
import type { Console } from './console.js';
import { ConsoleProblem, notFound, problemReply } from './console-problem.js';
import { consoleReply, type ConsoleReply } from './console-reply.js';
import { refuseWithoutRight, unauthorizedCaller } from './console-rights.js';
import type { ConsoleRoute } from './console-route.js';
import { CONSOLE_ROUTES } from './console-routes.js';
import { answerToken } from './token-route.js';

const TOKEN = '/v3/token';

/** Acts on a request and gives the answer; a refusal is a document with `errors`. */
export function answerConsole(console: Console, request: EmRequest): ConsoleReply {
  try {
    const wait = console.throttle.take();
    if (wait !== null) return throttled(console, wait);
    if (request.path === TOKEN && request.method === 'POST') return answerToken(console, request);
    return dispatch(console, request);
  } catch (error) {
    return problemReply(error);
  }
}

/** The answer to one request too many. The wait stands in the body, where the vendor's has it. */
export function throttled({ spec }: Console, retryAfter: number): ConsoleReply {
  const headers = spec.switches.retryAfterHeader ? { 'Retry-After': String(retryAfter) } : {};
  return consoleReply(429, { errors: [{ type: 'transport', code: 429, retryAfter }] }, headers);
}

/** The name under which a request is counted. */
export function consoleRequestName(request: EmRequest): string {
  const found = matchesOf(request).find(({ route }) => route.method === request.method);
  const pattern = request.path === TOKEN ? TOKEN : found?.route.pattern;
  return `${request.method} ${pattern ?? '(no such route)'}`;
}

interface Match {
  readonly route: ConsoleRoute;
  readonly params: ReadonlyMap<string, string>;
}

function dispatch(console: Console, request: EmRequest): ConsoleReply {
  const caller = console.tokens.caller(request.headers.authorization);
  if (caller === null) throw unauthorizedCaller();
  const withSession = knowsSessions(request.headers['x-client-version']);
  const match = choose(request);
  refuseWithoutRight(caller, match.route);
  return actOnce(match.route, {
    console,
    request,
    caller,
    withSession,
    param: (name) => match.params.get(name) ?? '',
  });
}

function choose(request: EmRequest): Match {
  const matches = matchesOf(request);
  const match = matches.find(({ route }) => route.method === request.method);
  if (match !== undefined) return match;
  if (matches.length === 0) throw notFound(`There is no ${request.url}.`);
  throw new ConsoleProblem(405, 'logical', `${request.method} is not allowed here.`);
}

function matchesOf({ path }: EmRequest): readonly Match[] {
  if (path === null) return [];
  return CONSOLE_ROUTES.flatMap((route) => {
    const params = matchPattern(route.pattern, path);
    return params === null ? [] : [{ route, params }];
  });
}
