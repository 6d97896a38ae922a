import { resolve } from 'node:path';
import type {
  ConnectionConfig,
  ConsoleAuth,
  EnterpriseManagerAccount,
  EnterpriseManagerConnection,
  HttpAuth,
  HttpConnection,
  ServiceProviderConsoleConnection,
} from './config.js';
import type { Origin } from './origin.js';
import { reference, textOrReferenceOf } from './origin.js';
import type {
  WrittenConfig,
  WrittenConsole,
  WrittenEnterpriseManager,
  WrittenHttp,
} from './schema.js';

type WrittenConnection = NonNullable<WrittenConfig['connections']>[string];

/** A connection with its defaults. */
export function connectionOf(
  name: string,
  written: WrittenConnection,
  origin: Origin,
): ConnectionConfig {
  switch (written.type) {
    case 'enterprise-manager':
      return enterpriseManagerOf(name, written as WrittenEnterpriseManager, origin);
    case 'service-provider-console':
      return consoleOf(name, written, origin);
    case 'http':
      return httpOf(name, written, origin);
    default:
      throw new TypeError(`connections.${name} has a type that its schema should have refused`);
  }
}

/** What is allowed in a connection but dangerous, a sentence each. */
export function connectionWarnings(connection: ConnectionConfig): readonly string[] {
  const where = `connections.${connection.name}`;
  const isPlain = connection.url.startsWith('http://');
  const what = travelling(connection);

  return [
    ...(isPlain && what !== null ? [`${where}.url is http://: ${what} in clear`] : []),
    ...(connection.tls.insecure
      ? [`${where}.tls.insecure is true: any certificate is taken, so anyone in between can act`]
      : []),
  ];
}

/** What anyone in between could read; null: no credentials. */
function travelling(connection: ConnectionConfig): string | null {
  switch (connection.type) {
    case 'enterprise-manager':
      return 'user name and password travel';
    case 'service-provider-console':
      return connection.auth.kind === 'apiKey'
        ? 'the API key travels'
        : 'user name and password travel';
    case 'http':
      if (connection.auth.kind === 'basic') return 'user name and password travel';
      if (connection.auth.kind === 'bearer') return 'the token travels';
      return [...connection.headers.values()].some(({ kind }) => kind !== 'literal')
        ? 'the headers travel'
        : null;
  }
}

function enterpriseManagerOf(
  name: string,
  written: WrittenEnterpriseManager,
  origin: Origin,
): EnterpriseManagerConnection {
  const where = `connections.${name}`;

  return {
    type: 'enterprise-manager',
    name,
    ...serverOf(written, origin),
    username: textOrReferenceOf(written.username, `${where}.username`, origin),
    password: reference(written.password, `${where}.password`, origin),
    role: written.role ?? null,
    wire: written.wire ?? 'xml',
    account: accountOf(written),
  };
}

function accountOf({ tenant, organization }: WrittenEnterpriseManager): EnterpriseManagerAccount {
  if (organization !== undefined) return { kind: 'organization', name: organization };

  return { kind: tenant === true ? 'tenant' : 'user' };
}

function consoleOf(
  name: string,
  written: WrittenConsole,
  origin: Origin,
): ServiceProviderConsoleConnection {
  return {
    type: 'service-provider-console',
    name,
    ...serverOf(written, origin),
    auth: authOf(name, written, origin),
    // The Console collects other data of backup servers hourly; its rate for plans is not known.
    collectLagSeconds: written.collectLag ?? 3_600,
  };
}

function authOf(name: string, written: WrittenConsole, origin: Origin): ConsoleAuth {
  const where = `connections.${name}`;
  const { apiKey, username, password } = written;
  if (apiKey !== undefined) {
    return { kind: 'apiKey', key: reference(apiKey, `${where}.apiKey`, origin) };
  }
  if (username === undefined || password === undefined) {
    throw new TypeError(`${where} has no credentials, which its schema should have refused`);
  }

  return {
    kind: 'password',
    username: textOrReferenceOf(username, `${where}.username`, origin),
    password: reference(password, `${where}.password`, origin),
  };
}

function httpOf(name: string, written: WrittenHttp, origin: Origin): HttpConnection {
  const where = `connections.${name}`;
  const { tls, requestTimeoutSeconds } = serverOf(written, origin);

  return {
    type: 'http',
    name,
    url: written.url,
    auth: httpAuthOf(where, written, origin),
    headers: new Map(
      Object.entries(written.headers ?? {}).map(([header, value]) => [
        header,
        textOrReferenceOf(value, `${where}.headers.${header}`, origin),
      ]),
    ),
    tls,
    requestTimeoutSeconds,
  };
}

function httpAuthOf(where: string, written: WrittenHttp, origin: Origin): HttpAuth {
  const { username, password, token } = written;
  if (token !== undefined) {
    return { kind: 'bearer', token: reference(token, `${where}.token`, origin) };
  }
  if (username === undefined || password === undefined) return { kind: 'none' };

  return {
    kind: 'basic',
    username: textOrReferenceOf(username, `${where}.username`, origin),
    password: reference(password, `${where}.password`, origin),
  };
}

type WrittenServer = Pick<
  WrittenEnterpriseManager,
  'url' | 'tls' | 'maxRequests' | 'requestsPerSecond' | 'requestTimeout' | 'evidenceLag'
>;

function serverOf({ url, tls, ...written }: WrittenServer, origin: Origin) {
  return {
    url,
    tls: {
      caFile: tls?.caFile === undefined ? null : resolve(origin.folder, tls.caFile),
      insecure: tls?.insecure ?? false,
    },
    maxRequests: written.maxRequests ?? 8,
    requestsPerSecond: written.requestsPerSecond ?? null,
    requestTimeoutSeconds: written.requestTimeout ?? 30,
    evidenceLagSeconds: written.evidenceLag ?? 120,
  };
}
