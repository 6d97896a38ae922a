import { resolve } from 'node:path';
import type {
  ConnectionConfig,
  ConsoleAuth,
  EnterpriseManagerAccount,
  EnterpriseManagerConnection,
  ServiceProviderConsoleConnection,
  TextOrReference,
} from './config.js';
import type { Origin } from './origin.js';
import { reference } from './origin.js';
import type { WrittenConfig, WrittenConsole, WrittenEnterpriseManager } from './schema.js';
import type { WrittenReference } from './secret-field.js';

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
      return consoleOf(name, written as WrittenConsole, origin);
    default: {
      const settings = Object.entries(written).filter(([key]) => key !== 'type');
      return { type: 'http', name, supported: false, settings: Object.fromEntries(settings) };
    }
  }
}

/** What is allowed in a connection but dangerous, a sentence each. */
export function connectionWarnings(connection: ConnectionConfig): readonly string[] {
  if (connection.type === 'http') return [];
  const where = `connections.${connection.name}`;
  const isPlain = connection.url.startsWith('http://');
  const isKey = connection.type === 'service-provider-console' && connection.auth.kind === 'apiKey';
  const what = isKey ? 'the API key travels' : 'user name and password travel';

  return [
    ...(isPlain ? [`${where}.url is http://: ${what} in clear`] : []),
    ...(connection.tls.insecure
      ? [`${where}.tls.insecure is true: any certificate is taken, so anyone in between can act`]
      : []),
  ];
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
    username: textOf(written.username, `${where}.username`, origin),
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
    username: textOf(username, `${where}.username`, origin),
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

function textOf(written: string | WrittenReference, key: string, origin: Origin): TextOrReference {
  if (typeof written === 'string') return { kind: 'literal', value: written };

  return reference(written, key, origin);
}
