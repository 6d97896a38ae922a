import type { Logger } from 'pino';
import type { Console, EnterpriseManager, HttpServer, Server } from '../activities/dependencies.js';
import { EnterpriseManagerClient } from '../clients/enterprise-manager/client.js';
import { ServiceProviderConsoleClient } from '../clients/service-provider-console/client.js';
import type { Auth } from '../clients/service-provider-console/options.js';
import { KnownSecrets } from '../clients/transport/known-secrets.js';
import { ConfigError } from '../config/config-error.js';
import type {
  Config,
  ConnectionConfig,
  EnterpriseManagerConnection,
  ServiceProviderConsoleConnection,
} from '../config/config.js';
import { resolveHttpHeaders } from '../config/http-headers.js';
import { resolveSecret, type SecretSource } from '../config/resolve-secret.js';

/** The servers of a configuration, each with one client that lives as long as the worker. */
export class Connections {
  readonly #config: Config;
  readonly #secrets: SecretSource;
  readonly #logger: Logger;
  readonly #servers = new Map<string, Server>();
  /** Of the connections of type http. */
  readonly #known = new Map<string, KnownSecrets>();

  constructor(config: Config, env: NodeJS.ProcessEnv, logger: Logger) {
    this.#config = config;
    this.#secrets = { env, folder: config.folder };
    this.#logger = logger;
  }

  /** @throws ConfigError when there is no such connection, or this version can't use it. */
  server(name: string): Server {
    const known = this.#servers.get(name);
    if (known !== undefined) return known;
    const made = this.#make(name);
    this.#servers.set(name, made);
    return made;
  }

  /** @throws ConfigError as `server`, and when the connection is of another type. */
  enterpriseManager(name: string): EnterpriseManager {
    const server = this.server(name);
    if (server.type === 'enterprise-manager') return server;
    throw problem(`connection "${name}" is a ${server.type}, not an enterprise-manager`);
  }

  /** @throws ConfigError as `server`, and when the connection is of another type. */
  console(name: string): Console {
    const server = this.server(name);
    if (server.type === 'service-provider-console') return server;
    throw problem(`connection "${name}" is an ${server.type}, not a service-provider-console`);
  }

  /** @throws ConfigError when there is no such connection, or it is of another type. */
  http(name: string): HttpServer {
    const connection = this.#connection(name);
    if (connection.type !== 'http') {
      throw problem(`connection "${name}" is of type ${connection.type}, not http`);
    }
    const { url, tls, requestTimeoutSeconds } = connection;
    const known = this.#known.get(name) ?? new KnownSecrets();
    this.#known.set(name, known);
    const headers = async () => {
      const { headers: own, secrets } = await resolveHttpHeaders(connection, this.#secrets);
      for (const [at, secret] of secrets.entries()) known.learn(String(at), secret);
      return { headers: own, redactor: known.redactor };
    };
    return { url, tls, requestTimeoutSeconds, headers };
  }

  /** Logs off where no task is still followed. Never throws. */
  async close(): Promise<void> {
    await Promise.all([...this.#servers.values()].map(({ client }) => client.close()));
    this.#servers.clear();
  }

  #connection(name: string): ConnectionConfig {
    const connection = this.#config.connections.get(name);
    if (connection !== undefined) return connection;
    const known = [...this.#config.connections.keys()].join(', ');
    const has = known === '' ? 'it has none' : `it has: ${known}`;
    throw problem(`the worker's configuration has no connection "${name}"; ${has}`);
  }

  #make(name: string): Server {
    const connection = this.#connection(name);
    switch (connection.type) {
      case 'enterprise-manager':
        return this.#enterpriseManagerOf(connection);
      case 'service-provider-console':
        return this.#consoleOf(connection);
      case 'http':
        throw problem(`connection "${name}" has type http, which is no Veeam server`);
    }
  }

  #enterpriseManagerOf(connection: EnterpriseManagerConnection): EnterpriseManager {
    const { name, url, tls, maxRequests, requestTimeoutSeconds, username, password } = connection;
    const { wire = 'xml', account = { kind: 'user' }, requestsPerSecond = null } = connection;
    const credentials = async () => ({
      username: await resolveSecret(username, this.#secrets),
      password: await resolveSecret(password, this.#secrets),
    });
    const client = new EnterpriseManagerClient({
      name,
      url,
      tls,
      maxRequests,
      requestsPerSecond,
      requestTimeoutSeconds,
      credentials,
      wire,
      account,
      onWarning: this.#warn(name),
    });
    return {
      type: connection.type,
      client,
      evidenceLagSeconds: connection.evidenceLagSeconds,
      checkSecrets: async () => {
        await credentials();
      },
    };
  }

  #consoleOf(connection: ServiceProviderConsoleConnection): Console {
    const { name, url, tls, maxRequests, requestTimeoutSeconds, requestsPerSecond } = connection;
    const auth = this.#consoleAuth(connection);
    const client = new ServiceProviderConsoleClient({
      name,
      url,
      tls,
      maxRequests,
      requestsPerSecond,
      requestTimeoutSeconds,
      auth,
      onWarning: this.#warn(name),
    });
    return {
      type: connection.type,
      client,
      evidenceLagSeconds: connection.evidenceLagSeconds,
      collectLagSeconds: connection.collectLagSeconds,
      checkSecrets: async () => {
        await (auth.kind === 'apiKey' ? auth.key() : auth.credentials());
      },
    };
  }

  #consoleAuth({ auth }: ServiceProviderConsoleConnection): Auth {
    if (auth.kind === 'apiKey') {
      return { kind: 'apiKey', key: () => resolveSecret(auth.key, this.#secrets) };
    }
    return {
      kind: 'password',
      credentials: async () => ({
        username: await resolveSecret(auth.username, this.#secrets),
        password: await resolveSecret(auth.password, this.#secrets),
      }),
    };
  }

  #warn(connection: string): (message: string) => void {
    return (message) => {
      this.#logger.warn({ connection }, message);
    };
  }
}

function problem(message: string): ConfigError {
  return new ConfigError([{ place: null, message }]);
}
