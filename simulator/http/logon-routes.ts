import { API_VERSIONS } from '../resources/enterprise-manager.js';
import { logonSessionElement } from '../resources/logon-session.js';
import type { View } from '../resources/view.js';
import { listElement } from '../wire/element.js';
import { accessDenied, HttpProblem, unauthorized } from '../wire/http-problem.js';
import { readLoginSpec, type LoginSpec } from '../wire/read-login-spec.js';
import type { Logon, LogonUser } from '../world/logons.js';

import { answer, type Answer } from './answer.js';
import type { Manager } from './manager.js';
import type { EmRequest } from './request.js';
import type { Route, RouteContext } from './route.js';

/** Logging on, looking at sessions, logging off. */
export const logonRoutes: readonly Route[] = [
  { kind: 'open', method: 'POST', pattern: '/sessionMngr', handle: logOn },
  {
    kind: 'session',
    method: 'GET',
    pattern: '/logonSessions',
    handle: ({ manager }, view) => {
      const sessions = manager.logons.list().filter((logon) => mayManage(view, logon));
      const items = sessions.map((logon) => logonSessionElement(manager.site, logon));
      return answer(200, listElement('LogonSessions', 'LogonSessions', items));
    },
  },
  {
    kind: 'session',
    method: 'GET',
    pattern: '/logonSessions/{id}',
    handle: ({ manager, param }, view) =>
      answer(200, logonSessionElement(manager.site, findLogon(manager, view, param('id')))),
  },
  {
    kind: 'session',
    method: 'DELETE',
    pattern: '/logonSessions/{id}',
    handle: ({ manager, param }, view) => {
      manager.logons.logOff(findLogon(manager, view, param('id')));
      return answer(204, null);
    },
  },
];

function logOn({ manager, request }: RouteContext): Answer {
  const version = request.query.get('v') ?? 'latest';
  if (version !== 'latest' && !API_VERSIONS.includes(version)) {
    throw new HttpProblem(400, `Version "${version}" is not supported.`);
  }
  const user = authenticate(manager, request);
  if (user === null) throw unauthorized();
  const logon = manager.logons.open(user);
  return answer(201, logonSessionElement(manager.site, logon), {
    'X-RestSvcSessionId': logon.token,
    'Set-Cookie': `X-RestSvcSessionId=${logon.token}; Path=/api;`,
  });
}

// A LoginSpec is a tenant's way in; no page says that Basic is then needed too.
function authenticate(manager: Manager, request: EmRequest): LogonUser | null {
  if (request.body.trim() !== '') {
    const spec = readLoginSpec(request.body, request.headers['content-type']);
    return findTenant(manager, spec);
  }
  return findUser(manager, request.headers.authorization);
}

function findTenant(manager: Manager, spec: LoginSpec): LogonUser | null {
  const found = manager.world.scenario.server.tenants.find(
    (tenant) =>
      tenant.name === spec.login &&
      tenant.password === spec.password &&
      (tenant.organization ?? null) === spec.organization,
  );
  return found === undefined ? null : { name: found.name, role: 'Tenant', tenant: found.tenant };
}

function findUser(manager: Manager, header: string | undefined): LogonUser | null {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const [name, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  const { users } = manager.world.scenario.server;
  const found = users.find((user) => user.name === name && user.password === password);
  return found === undefined ? null : { name, role: found.role, tenant: null };
}

function findLogon(manager: Manager, view: View, id: string): Logon {
  const logon = manager.logons.list().find((candidate) => candidate.id === id);
  if (logon === undefined) throw new HttpProblem(404, `There is no logon session with id [${id}].`);
  if (!mayManage(view, logon)) throw accessDenied();
  return logon;
}

function mayManage(view: View, logon: Logon): boolean {
  return logon === view.logon || view.logon.user.role === 'PortalAdministrator';
}
