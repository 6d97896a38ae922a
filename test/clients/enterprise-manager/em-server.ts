import { afterEach } from '@jest/globals';
import type { CallRecord } from '../../../clients/call-record.js';
import { EnterpriseManagerClient } from '../../../clients/enterprise-manager/client.js';
import type { EnterpriseManagerOptions } from '../../../clients/enterprise-manager/options.js';
import type { Certificate } from '../certificate.js';
import { sample } from '../sample.js';
import type { Reply, SeenRequest, TestServer } from '../test-server.js';
import { startServer } from '../test-server.js';

export const TOKEN = 'NDRjZmJkYmUtNWE5NS00MTU2LTg4NjctOTFmMDY5YjdjMmNj';
export const PASSWORD = 'hunter2 & <secret>';
/** The SessionId within the sample of a logon. */
export const SESSION_ID = '15a3fc97-0325-4119-b789-5c0367c6c565';
export const SECOND_SESSION_ID = '25a3fc97-0325-4119-b789-5c0367c6c566';

type Answering = Reply | readonly Reply[] | ((request: SeenRequest) => Reply);

/** What a server answers, by method and path without its query; a list is answered in order. */
export type Routes = Readonly<Record<string, Answering>>;

export interface Em {
  readonly client: EnterpriseManagerClient;
  readonly server: TestServer;
  readonly calls: CallRecord[];
  readonly warnings: string[];
  /** To be given to each call: it collects the records. */
  readonly options: { readonly onCall: (call: CallRecord) => void };
  readonly newClient: (changes?: Partial<EnterpriseManagerOptions>) => EnterpriseManagerClient;
}

/** A 200 with a body. */
export function ok(body: string): Reply {
  return { status: 200, body };
}

export function accepted(body: string): Reply {
  return { status: 202, body };
}

export function logonReply(sessionId: string = SESSION_ID, token: string = TOKEN): Reply {
  return {
    status: 201,
    body: sample('em-logonsession-created.xml').replaceAll(SESSION_ID, sessionId),
    headers: {
      'X-RestSvcSessionId': token,
      'Set-Cookie': `X-RestSvcSessionId=${token}; Path=/api;`,
    },
  };
}

const opened: { client: EnterpriseManagerClient[]; servers: TestServer[] } = {
  client: [],
  servers: [],
};

afterEach(async () => {
  await Promise.all(opened.client.splice(0).map((client) => client.close()));
  await Promise.all(opened.servers.splice(0).map((server) => server.close()));
});

/** A server that answers these routes (and logons and logoffs), and a client for it. */
export async function startEm(
  routes: Routes,
  changes: Partial<EnterpriseManagerOptions> = {},
  certificate: Certificate | null = null,
): Promise<Em> {
  const left = new Map<string, Reply[]>();
  const all: Routes = {
    'POST /api/sessionMngr/': logonReply(),
    [`GET /api/logonSessions/${SESSION_ID}`]: { status: 200 },
    [`DELETE /api/logonSessions/${SESSION_ID}`]: { status: 204 },
    ...routes,
  };
  const server = await startServer((request) => answer(all, left, request), certificate);
  const calls: CallRecord[] = [];
  const warnings: string[] = [];
  const newClient = (more: Partial<EnterpriseManagerOptions> = {}): EnterpriseManagerClient => {
    const client = new EnterpriseManagerClient({
      name: 'dr-em',
      url: server.url,
      tls: { caFile: null, insecure: false },
      maxRequests: 8,
      // Far above what a loaded machine takes: the tests of the limit name their own.
      requestTimeoutSeconds: 30,
      credentials: () => Promise.resolve({ username: 'admin', password: PASSWORD }),
      onWarning: (message) => warnings.push(message),
      ...changes,
      ...more,
    });
    opened.client.push(client);
    return client;
  };
  opened.servers.push(server);

  return {
    client: newClient(),
    server,
    calls,
    warnings,
    options: { onCall: (call) => calls.push(call) },
    newClient,
  };
}

function answer(routes: Routes, left: Map<string, Reply[]>, request: SeenRequest): Reply {
  const key = `${request.method} ${request.url.split('?')[0] ?? ''}`;
  const route = routes[key];
  if (route === undefined) return { status: 404, body: `<Error Message="no route ${key}"/>` };
  if (typeof route === 'function') return route(request);
  if (!Array.isArray(route)) return route as Reply;
  const rest = left.get(key) ?? [...(route as readonly Reply[])];
  left.set(key, rest);

  return (rest.length > 1 ? rest.shift() : rest[0]) ?? { status: 404 };
}

/** The paths with queries of the requests after the logon. */
export function paths(server: TestServer): string[] {
  return server.requests.filter(({ url }) => !url.includes('sessionMngr')).map(({ url }) => url);
}

/** As `paths`, without the looks at the session after an answer that might be due to it. */
export function askedPaths(server: TestServer): string[] {
  return paths(server).filter((url) => !url.startsWith('/api/logonSessions/'));
}
