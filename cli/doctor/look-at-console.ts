import type { Auth } from '../../clients/service-provider-console/options.js';
import { ServiceProviderConsoleClient } from '../../clients/service-provider-console/client.js';
import type { Config, ServiceProviderConsoleConnection } from '../../config/config.js';
import { resolveSecret } from '../../config/resolve-secret.js';
import type { Io } from '../io.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

/**
 * Looks at a Service Provider Console: credentials and role, what it shows of failover plans, its
 * clock. The first thing that fails ends it. Changes nothing on the server.
 */
export async function lookAtConsole(
  connection: ServiceProviderConsoleConnection,
  config: Config,
  io: Pick<Io, 'env' | 'now'>,
): Promise<Finding[]> {
  const { name } = connection;
  const client = makeClient(connection, config, io);
  try {
    return [...(await lookAtRole(name, client)), ...(await lookAtPlans(name, client, io))];
  } catch (error) {
    const advice = 'check url, TLS, the network and the credentials';
    return [bad(`connection ${name}`, wordsOf(error), advice)];
  } finally {
    await client.close();
  }
}

async function lookAtRole(name: string, client: ServiceProviderConsoleClient): Promise<Finding[]> {
  const user = await client.currentUser();
  return [good(`credentials ${name}`, `logged on as ${user.userName}, role ${user.role}`)];
}

async function lookAtPlans(
  name: string,
  client: ServiceProviderConsoleClient,
  io: Pick<Io, 'now'>,
): Promise<Finding[]> {
  const plans = await client.listFailoverPlans();
  const { serverTime } = await client.about();
  const seen = `sees ${plans.length} failover plans`;
  const findings = [good(`role ${name}`, seen, 'runbooks can not use a Console yet')];
  if (serverTime === null) return findings;
  const seconds = Math.round((Date.parse(serverTime) - io.now().getTime()) / 1000);
  const words = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine`;
  return [...findings, good(`clock ${name}`, words)];
}

function makeClient(
  connection: ServiceProviderConsoleConnection,
  { folder }: Config,
  { env }: Pick<Io, 'env'>,
): ServiceProviderConsoleClient {
  const { name, url, tls, maxRequests, requestsPerSecond, requestTimeoutSeconds } = connection;
  return new ServiceProviderConsoleClient({
    name,
    url,
    tls,
    maxRequests,
    requestsPerSecond,
    requestTimeoutSeconds: Math.min(10, requestTimeoutSeconds),
    auth: authOf(connection.auth, { env, folder }),
  });
}

function authOf(
  auth: ServiceProviderConsoleConnection['auth'],
  source: Parameters<typeof resolveSecret>[1],
): Auth {
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
