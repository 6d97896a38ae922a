import { resolve } from 'node:path';
import type { ConfigProblem } from './config-error.js';
import type {
  Config,
  ConnectionConfig,
  EnterpriseManagerConnection,
  NotificationConfig,
  SecretReference,
  TemporalConfig,
  TemporalTls,
} from './config.js';
import { overrideTemporal } from './environment.js';
import type { WrittenConfig, WrittenEnterpriseManager } from './schema.js';
import type { WrittenReference } from './secret-field.js';

/** Where the written configuration came from. */
interface Origin {
  readonly file: string | null;
  /** The file's name without its folder, for errors about references. */
  readonly label: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The whole configuration: defaults, the file, the environment. */
export function buildConfig(
  written: WrittenConfig,
  origin: Origin,
): { readonly config: Config; readonly problems: readonly ConfigProblem[] } {
  const override = overrideTemporal(temporalOf(written, origin), origin.env, origin.cwd);
  const temporal = withKeyOverTls(override.temporal, written, origin);
  const connections = entries(written.connections).map(([name, connection]) =>
    connectionOf(name, connection, origin),
  );
  const config: Config = {
    file: origin.file,
    folder: origin.folder,
    temporal,
    worker: {
      healthPort: written.worker?.healthPort ?? null,
      metricsPort: written.worker?.metricsPort ?? null,
      recordsFolder: resolve(origin.folder, written.worker?.recordsFolder ?? 'records'),
    },
    people: { groups: new Map(entries(written.people?.groups)) },
    connections: new Map(connections.map((connection) => [connection.name, connection])),
    notifications: new Map(entries(written.notifications).map(notificationOf)),
    warnings: [...temporalWarnings(temporal), ...connections.flatMap(warningsOf)],
  };

  return { config, problems: [...override.problems, ...certificateProblems(temporal)] };
}

function temporalOf({ temporal }: WrittenConfig, origin: Origin): TemporalConfig {
  const apiKey = temporal?.apiKey;

  return {
    address: temporal?.address ?? '127.0.0.1:7233',
    namespace: temporal?.namespace ?? 'default',
    taskQueue: temporal?.taskQueue ?? 'drillbook',
    tls: tlsOf(temporal?.tls ?? false, origin.folder),
    apiKey: apiKey === undefined ? null : reference(apiKey, 'temporal.apiKey', origin),
  };
}

type WrittenTls = NonNullable<NonNullable<WrittenConfig['temporal']>['tls']>;

function tlsOf(tls: WrittenTls, folder: string): TemporalTls | null {
  if (tls === false) return null;
  const files = tls === true ? {} : tls;
  const path = (file: string | undefined): string | null =>
    file === undefined ? null : resolve(folder, file);

  return {
    caFile: path(files.caFile),
    certFile: path(files.certFile),
    keyFile: path(files.keyFile),
    serverName: files.serverName ?? null,
  };
}

/** An API key goes with TLS unless TLS is switched off in so many words. */
function withKeyOverTls(
  temporal: TemporalConfig,
  written: WrittenConfig,
  { env, folder }: Origin,
): TemporalConfig {
  const isOff = written.temporal?.tls === false || /^(?:false|0)$/i.test(env['TEMPORAL_TLS'] ?? '');
  if (temporal.apiKey === null || temporal.tls !== null || isOff) return temporal;

  return { ...temporal, tls: tlsOf(true, folder) };
}

function certificateProblems({ tls }: TemporalConfig): readonly ConfigProblem[] {
  if (tls === null || (tls.certFile === null) === (tls.keyFile === null)) return [];
  const message = 'temporal.tls: certFile and keyFile go together, only one of them is given';

  return [{ place: null, message }];
}

type WrittenConnection = NonNullable<WrittenConfig['connections']>[string];

function connectionOf(name: string, written: WrittenConnection, origin: Origin): ConnectionConfig {
  if (written.type === 'enterprise-manager') {
    return enterpriseManagerOf(name, written as WrittenEnterpriseManager, origin);
  }
  const { type, ...settings } = written;

  return {
    type: type === 'http' ? 'http' : 'service-provider-console',
    name,
    supported: false,
    settings,
  };
}

function enterpriseManagerOf(
  name: string,
  written: WrittenEnterpriseManager,
  origin: Origin,
): EnterpriseManagerConnection {
  const { username, tls } = written;
  const where = `connections.${name}`;

  return {
    type: 'enterprise-manager',
    name,
    url: written.url,
    username:
      typeof username === 'string'
        ? { kind: 'literal', value: username }
        : reference(username, `${where}.username`, origin),
    password: reference(written.password, `${where}.password`, origin),
    tls: {
      caFile: tls?.caFile === undefined ? null : resolve(origin.folder, tls.caFile),
      insecure: tls?.insecure ?? false,
    },
    maxRequests: written.maxRequests ?? 8,
    requestTimeoutSeconds: written.requestTimeout ?? 30,
    evidenceLagSeconds: written.evidenceLag ?? 120,
    role: written.role ?? null,
  };
}

function notificationOf([name, written]: [
  string,
  NonNullable<WrittenConfig['notifications']>[string],
]): [string, NotificationConfig] {
  const { type, ...settings } = written;

  return [name, { type, name, settings }];
}

function reference(written: WrittenReference, key: string, origin: Origin): SecretReference {
  const where = `${key} in ${origin.label}`;
  if ('env' in written) return { kind: 'env', name: written.env, where };

  return { kind: 'file', path: resolve(origin.folder, written.file), where };
}

function temporalWarnings({ apiKey, tls }: TemporalConfig): readonly string[] {
  return apiKey !== null && tls === null
    ? ['temporal: the API key travels without TLS, readable by anyone in between']
    : [];
}

function warningsOf(connection: ConnectionConfig): readonly string[] {
  if (connection.type !== 'enterprise-manager') return [];
  const where = `connections.${connection.name}`;
  const isPlain = connection.url.startsWith('http://');

  return [
    ...(isPlain ? [`${where}.url is http://: user name and password travel in clear`] : []),
    ...(connection.tls.insecure
      ? [`${where}.tls.insecure is true: any certificate is taken, so anyone in between can act`]
      : []),
  ];
}

function entries<T>(mapping: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(mapping ?? {});
}
