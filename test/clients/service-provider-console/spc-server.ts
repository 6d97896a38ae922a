import { afterEach } from '@jest/globals';
import type { CallRecord } from '../../../clients/call-record.js';
import { ServiceProviderConsoleClient } from '../../../clients/service-provider-console/client.js';
import type { ServiceProviderConsoleOptions } from '../../../clients/service-provider-console/options.js';
import type { Reply, SeenRequest, TestServer } from '../test-server.js';
import { startServer } from '../test-server.js';

export const KEY = 'spc-key-0123456789';
export const PASSWORD = 'hunter2 & "secret"';
export const ROOT = '/api/v3';
export const PLANS = `${ROOT}/infrastructure/backupServers/failoverplans`;

type Answering = Reply | readonly Reply[] | ((request: SeenRequest) => Reply);

/** What a server answers, by method and path without its query; a list is answered in order. */
export type Routes = Readonly<Record<string, Answering>>;

export interface Spc {
  readonly client: ServiceProviderConsoleClient;
  readonly server: TestServer;
  readonly calls: CallRecord[];
  readonly warnings: string[];
  readonly options: { readonly onCall: (call: CallRecord) => void };
}

/** A 200 with JSON. */
export function ok(body: unknown): Reply {
  return { status: 200, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** The answer of the token endpoint: the number tells the tokens of several answers apart. */
export function tokens(number: number): Reply {
  return ok({
    access_token: `access-token-${number}`,
    token_type: 'bearer',
    refresh_token: `refresh-token-${number}`,
    expires_in: 3600,
  });
}

/** How tests log on by password. */
export const byPassword = {
  kind: 'password',
  credentials: () => Promise.resolve({ username: 'VSPC1\\dr', password: PASSWORD }),
} as const;

const opened: { clients: ServiceProviderConsoleClient[]; servers: TestServer[] } = {
  clients: [],
  servers: [],
};

afterEach(async () => {
  await Promise.all(opened.clients.splice(0).map((client) => client.close()));
  await Promise.all(opened.servers.splice(0).map((server) => server.close()));
});

/** A server that answers these routes in JSON, and a client for it; by default with an API key. */
export async function startSpc(
  routes: Routes,
  changes: Partial<ServiceProviderConsoleOptions> = {},
): Promise<Spc> {
  const left = new Map<string, Reply[]>();
  const server = await startServer((request) => asJson(answer(routes, left, request)));
  opened.servers.push(server);
  const calls: CallRecord[] = [];
  const warnings: string[] = [];
  const client = new ServiceProviderConsoleClient({
    name: 'msp',
    url: server.url,
    tls: { caFile: null, insecure: false },
    maxRequests: 8,
    // Far above what a loaded machine takes: the tests of the limit name their own.
    requestTimeoutSeconds: 30,
    auth: { kind: 'apiKey', key: () => Promise.resolve(KEY) },
    onWarning: (message) => warnings.push(message),
    ...changes,
  });
  opened.clients.push(client);

  return { client, server, calls, warnings, options: { onCall: (call) => calls.push(call) } };
}

function asJson(reply: Reply): Reply {
  if (typeof reply === 'string') return reply;

  return { ...reply, headers: { 'content-type': 'application/json', ...reply.headers } };
}

function answer(routes: Routes, left: Map<string, Reply[]>, request: SeenRequest): Reply {
  const key = `${request.method} ${request.url.split('?')[0] ?? ''}`;
  const route = routes[key];
  if (route === undefined) {
    return { status: 404, body: `{"errors":[{"message":"no route ${key}","type":"logical"}]}` };
  }
  if (typeof route === 'function') return route(request);
  if (!Array.isArray(route)) return route as Reply;
  const rest = left.get(key) ?? [...(route as readonly Reply[])];
  left.set(key, rest);

  return (rest.length > 1 ? rest.shift() : rest[0]) ?? { status: 404 };
}

/** Method and path with query of the requests. */
export function asked(server: TestServer): string[] {
  return server.requests.map(({ method, url }) => `${method} ${url}`);
}
