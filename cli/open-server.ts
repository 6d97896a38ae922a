import { EnterpriseManagerClient } from '../clients/enterprise-manager/client.js';
import { ServiceProviderConsoleClient } from '../clients/service-provider-console/client.js';
import type { Auth } from '../clients/service-provider-console/options.js';
import type {
  Config,
  EnterpriseManagerConnection,
  ServiceProviderConsoleConnection,
} from '../config/config.js';
import { resolveSecret, type SecretSource } from '../config/resolve-secret.js';
import type { Io } from './io.js';

/** How a command opens a server, beside what the configuration says. */
interface OpenOptions {
  /** A request takes no longer, whatever the configuration allows. */
  readonly mostSeconds?: number;
  readonly onWarning?: (message: string) => void;
}

/** A client for an Enterprise Manager, with the secrets of this process. Close it. */
export function openEnterpriseManager(
  connection: EnterpriseManagerConnection,
  config: Config,
  io: Pick<Io, 'env'>,
  options: OpenOptions = {},
): EnterpriseManagerClient {
  const source = { env: io.env, folder: config.folder };
  const { wire = 'xml', account = { kind: 'user' }, requestsPerSecond = null } = connection;
  return new EnterpriseManagerClient({
    ...common(connection, options),
    requestsPerSecond,
    credentials: async () => ({
      username: await resolveSecret(connection.username, source),
      password: await resolveSecret(connection.password, source),
    }),
    wire,
    account,
  });
}

/** A client for a Service Provider Console, with the secrets of this process. Close it. */
export function openConsole(
  connection: ServiceProviderConsoleConnection,
  config: Config,
  io: Pick<Io, 'env'>,
  options: OpenOptions = {},
): ServiceProviderConsoleClient {
  return new ServiceProviderConsoleClient({
    ...common(connection, options),
    requestsPerSecond: connection.requestsPerSecond,
    auth: authOf(connection.auth, { env: io.env, folder: config.folder }),
  });
}

function common(
  connection: EnterpriseManagerConnection | ServiceProviderConsoleConnection,
  { mostSeconds, onWarning }: OpenOptions,
) {
  const { name, url, tls, maxRequests, requestTimeoutSeconds } = connection;
  return {
    name,
    url,
    tls,
    maxRequests,
    requestTimeoutSeconds: Math.min(mostSeconds ?? requestTimeoutSeconds, requestTimeoutSeconds),
    ...(onWarning === undefined ? {} : { onWarning }),
  };
}

function authOf(auth: ServiceProviderConsoleConnection['auth'], source: SecretSource): Auth {
  if (auth.kind === 'apiKey') {
    return { kind: 'apiKey', key: () => resolveSecret(auth.key, source) };
  }
  return {
    kind: 'password',
    credentials: async () => ({
      username: await resolveSecret(auth.username, source),
      password: await resolveSecret(auth.password, source),
    }),
  };
}
