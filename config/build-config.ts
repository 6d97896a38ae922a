import { resolve } from 'node:path';
import type { ConfigProblem } from './config-error.js';
import type { Config, EvidenceConfig, TemporalConfig, TemporalTls } from './config.js';
import { connectionOf, connectionWarnings } from './connection.js';
import { overrideTemporal } from './environment.js';
import { notificationOf, notificationWarnings } from './notification.js';
import type { Origin } from './origin.js';
import { reference } from './origin.js';
import type { WrittenConfig } from './schema.js';

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
  const notifications = entries(written.notifications).map(([name, channel]) =>
    notificationOf(name, channel, origin),
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
    evidence: evidenceOf(written, origin),
    people: { groups: new Map(entries(written.people?.groups)) },
    connections: new Map(connections.map((connection) => [connection.name, connection])),
    notifications: new Map(notifications.map((channel) => [channel.name, channel])),
    warnings: [
      ...temporalWarnings(temporal),
      ...connections.flatMap(connectionWarnings),
      ...notifications.flatMap(notificationWarnings),
    ],
  };

  return { config, problems: [...override.problems, ...certificateProblems(temporal)] };
}

function evidenceOf({ evidence }: WrittenConfig, origin: Origin): EvidenceConfig {
  const { folder, key } = evidence ?? {};

  return {
    folder: folder === undefined ? null : resolve(origin.folder, folder),
    key: key === undefined ? null : reference(key, 'evidence.key', origin),
  };
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

function temporalWarnings({ apiKey, tls }: TemporalConfig): readonly string[] {
  return apiKey !== null && tls === null
    ? ['temporal: the API key travels without TLS, readable by anyone in between']
    : [];
}

function entries<T>(mapping: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(mapping ?? {});
}
