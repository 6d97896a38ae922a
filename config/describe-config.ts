import type { Config, ConnectionConfig, NotificationConfig, TextOrReference } from './config.js';

type Described = string | number | boolean | null | readonly Described[] | DescribedObject;

interface DescribedObject {
  readonly [key: string]: Described;
}

/**
 * A configuration to show to others: each field is named here, and where the file has a reference to
 * a secret the reference stands, never what is behind it.
 */
export function describeConfig(config: Config): DescribedObject {
  const { temporal, worker, evidence, people } = config;
  return {
    temporal: {
      address: temporal.address,
      namespace: temporal.namespace,
      taskQueue: temporal.taskQueue,
      hasTls: temporal.tls !== null,
      apiKey: temporal.apiKey === null ? null : reference(temporal.apiKey),
    },
    worker: { recordsFolder: worker.recordsFolder },
    evidence: {
      folder: evidence.folder,
      key: evidence.key === null ? null : reference(evidence.key),
    },
    people: { groups: Object.fromEntries(people.groups) },
    connections: named(config.connections, describeConnection),
    notifications: named(config.notifications, describeNotification),
    warnings: config.warnings,
  };
}

function named<T>(
  map: ReadonlyMap<string, T>,
  describe: (one: T) => DescribedObject,
): DescribedObject {
  return Object.fromEntries([...map].map(([name, one]) => [name, describe(one)]));
}

function describeConnection(connection: ConnectionConfig): DescribedObject {
  const { type, url, requestTimeoutSeconds, tls } = connection;
  const common = { type, url, requestTimeoutSeconds, insecure: tls.insecure, caFile: tls.caFile };
  switch (connection.type) {
    case 'enterprise-manager':
      return {
        ...common,
        username: reference(connection.username),
        password: reference(connection.password),
        maxRequests: connection.maxRequests,
        requestsPerSecond: connection.requestsPerSecond ?? null,
        evidenceLagSeconds: connection.evidenceLagSeconds,
        role: connection.role,
        wire: connection.wire ?? 'xml',
        account: connection.account?.kind ?? 'user',
      };
    case 'service-provider-console': {
      const { auth, maxRequests, requestsPerSecond } = connection;
      return {
        ...common,
        ...(auth.kind === 'apiKey'
          ? { apiKey: reference(auth.key) }
          : { username: reference(auth.username), password: reference(auth.password) }),
        ...{ maxRequests, requestsPerSecond },
        evidenceLagSeconds: connection.evidenceLagSeconds,
        collectLagSeconds: connection.collectLagSeconds,
      };
    }
    case 'http':
      // The values of headers may be what proves who asks.
      return { ...common, auth: connection.auth.kind, headers: [...connection.headers.keys()] };
  }
}

function describeNotification(channel: NotificationConfig): DescribedObject {
  const { type, events } = channel;
  if (channel.type !== 'email') return { type, events, url: reference(channel.url) };
  const { host, port, from, to } = channel;
  return { ...{ type, events, host, port, from, to } };
}

function reference(text: TextOrReference): Described {
  switch (text.kind) {
    case 'literal':
      return text.value;
    case 'env':
      return { env: text.name };
    case 'file':
      return { file: text.path };
  }
}
