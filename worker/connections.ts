import type { Logger } from 'pino';
import type { Server } from '../activities/dependencies.js';
import { EnterpriseManagerClient } from '../clients/enterprise-manager/client.js';
import { ConfigError } from '../config/config-error.js';
import type { Config, EnterpriseManagerConnection } from '../config/config.js';
import { resolveSecret, type SecretSource } from '../config/resolve-secret.js';

/** The servers of a configuration, each with one client that lives as long as the worker. */
export class Connections {
  readonly #config: Config;
  readonly #secrets: SecretSource;
  readonly #logger: Logger;
  readonly #servers = new Map<string, Server>();

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

  /** Logs off where no task is still followed. Never throws. */
  async close(): Promise<void> {
    await Promise.all([...this.#servers.values()].map(({ client }) => client.close()));
    this.#servers.clear();
  }

  #make(name: string): Server {
    const connection = this.#config.connections.get(name);
    if (connection === undefined) {
      const known = [...this.#config.connections.keys()].join(', ');
      const has = known === '' ? 'it has none' : `it has: ${known}`;
      throw problem(`the worker's configuration has no connection "${name}"; ${has}`);
    }
    if (connection.type !== 'enterprise-manager') {
      throw problem(
        `connection "${name}" has type ${connection.type}, which this version of Drillbook does not know yet`,
      );
    }
    return this.#serverOf(connection);
  }

  #serverOf(connection: EnterpriseManagerConnection): Server {
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
      onWarning: (message) => {
        this.#logger.warn({ connection: name }, message);
      },
    });
    return {
      client,
      evidenceLagSeconds: connection.evidenceLagSeconds,
      checkSecrets: async () => {
        await credentials();
      },
    };
  }
}

function problem(message: string): ConfigError {
  return new ConfigError([{ place: null, message }]);
}
