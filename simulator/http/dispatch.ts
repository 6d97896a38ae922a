import { mayUse } from '../resources/roles.js';
import { accessDenied, HttpProblem, unauthorized } from '../wire/http-problem.js';
import { acceptsBoth, bodyType } from '../wire/media-type.js';

import type { Answer } from './answer.js';
import { viewOf, type Manager } from './manager.js';
import { sessionToken, type EmRequest } from './request.js';
import { matchPattern, type Route } from './route.js';
import { ROUTES } from './routes.js';

interface Match {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** Finds the route of a request and lets it answer. Throws HttpProblem for every refusal. */
export function dispatch(manager: Manager, request: EmRequest): Answer {
  const matches = matchesOf(request);
  const match = choose(matches, request);
  const open = matches.some(({ route }) => route.kind === 'open');
  // Whoever has no session learns nothing of what exists.
  const logon = open ? null : manager.logons.use(sessionToken(request) ?? '');
  if (!open && logon === null) throw unauthorized();
  if (match === null) throw notFound(matches, request);
  refuseMixedAccept(request);
  const { route, params } = match;
  const context = { manager, request, param: (name: string) => params.get(name) ?? '' };
  if (route.kind === 'open') return route.handle(context);
  if (logon === null) throw unauthorized();
  if (route.needs !== undefined && !mayUse(logon.user.role, ...route.needs)) throw accessDenied();
  return route.handle(context, viewOf(manager, logon));
}

/** The name under which a request is counted. */
export function requestName(request: EmRequest): string {
  const match = choose(matchesOf(request), request);
  if (match === null) return `${request.method} (no such route)`;
  const { route } = match;
  const action =
    route.kind === 'session' && route.action !== undefined ? `?action=${route.action}` : '';
  return `${request.method} ${route.pattern}${action}`;
}

function matchesOf({ path }: EmRequest): readonly Match[] {
  if (path === null) return [];
  return ROUTES.flatMap((route) => {
    const params = matchPattern(route.pattern, path);
    return params === null ? [] : [{ route, params }];
  });
}

function choose(matches: readonly Match[], request: EmRequest): Match | null {
  const action = request.query.get('action')?.toLowerCase();
  const found = matches.find(
    ({ route }) =>
      route.method === request.method &&
      (route.kind === 'open' || route.action === undefined || route.action === action),
  );
  return found ?? null;
}

function notFound(matches: readonly Match[], request: EmRequest): HttpProblem {
  if (matches.length === 0) return new HttpProblem(404, `There is no ${request.url}.`);
  const methods = [...new Set(matches.map(({ route }) => route.method))];
  if (methods.some((method) => method === request.method)) {
    return new HttpProblem(400, `Unknown action "${request.query.get('action') ?? ''}".`);
  }
  return new HttpProblem(405, `${request.method} is not allowed here.`, {
    headers: { allow: methods.join(', ') },
  });
}

// Seen on 9.5 U4, with the error in JSON although XML was accepted too.
function refuseMixedAccept({ method, headers }: EmRequest): void {
  if (method !== 'POST' && method !== 'PUT') return;
  if (bodyType(headers['content-type']) !== 'xml' || !acceptsBoth(headers.accept)) return;
  throw new HttpProblem(400, 'Node [root] does not exist.', { alwaysJson: true });
}
