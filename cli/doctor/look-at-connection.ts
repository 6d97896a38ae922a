import { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';
import type { Config, ConnectionConfig, EnterpriseManagerConnection } from '../../config/config.js';
import { resolveSecret } from '../../config/resolve-secret.js';
import type { Io } from '../io.js';
import { bad, good, wordsOf, type Finding } from './finding.js';
import { lookAtConsole } from './look-at-console.js';

const API_VERSION = 'v1_7';
const CLOCK_LIMIT_SECONDS = 60;

/**
 * Looks at one connection from the outside in: reachable, API version, credentials, role, clock.
 * The first thing that fails ends it, because what comes after would only repeat it. Changes
 * nothing on the server but for a logon, which is logged off again.
 */
export async function lookAtConnection(
  connection: ConnectionConfig,
  config: Config,
  io: Pick<Io, 'env' | 'now'>,
): Promise<Finding[]> {
  if (connection.type === 'service-provider-console') {
    return await lookAtConsole(connection, config, io);
  }
  if (connection.type !== 'enterprise-manager') {
    const seen = `type ${connection.type} is not in this version yet`;
    return [good(`connection ${connection.name}`, seen, 'runbooks can not use it')];
  }
  const client = makeClient(connection, config, io);
  const findings: Finding[] = [];
  try {
    for (const look of [lookAtVersion, lookAtCredentials, lookAtRole, lookAtClock]) {
      const finding = await look(connection, client, io);
      findings.push(finding);
      if (!finding.isGood) break;
    }
    return findings;
  } finally {
    await client.close();
  }
}

function makeClient(
  connection: EnterpriseManagerConnection,
  { folder }: Config,
  { env }: Pick<Io, 'env'>,
): EnterpriseManagerClient {
  const source = { env, folder };
  const { wire = 'xml', account = { kind: 'user' } } = connection;
  return new EnterpriseManagerClient({
    name: connection.name,
    url: connection.url,
    tls: connection.tls,
    maxRequests: connection.maxRequests,
    requestTimeoutSeconds: Math.min(10, connection.requestTimeoutSeconds),
    credentials: async () => ({
      username: await resolveSecret(connection.username, source),
      password: await resolveSecret(connection.password, source),
    }),
    wire,
    account,
  });
}

type Look = (
  connection: EnterpriseManagerConnection,
  client: EnterpriseManagerClient,
  io: Pick<Io, 'now'>,
) => Promise<Finding>;

const lookAtVersion: Look = async ({ name, url }, client) => {
  try {
    const versions = await client.apiVersions();
    const seen = `${url} speaks ${versions.join(', ')}`;
    if (versions.includes(API_VERSION)) return good(`connection ${name}`, seen);
    const advice = `${API_VERSION} is needed: Enterprise Manager 12 or newer`;
    return bad(`connection ${name}`, seen, advice);
  } catch (error) {
    return bad(`connection ${name}`, wordsOf(error), 'check url, TLS and the network');
  }
};

const lookAtCredentials: Look = async ({ name }, client) => {
  try {
    const { userName } = await client.logon();
    return good(`credentials ${name}`, `logged on as ${userName}`);
  } catch (error) {
    return bad(`credentials ${name}`, wordsOf(error), 'check username and password');
  }
};

/** What a role may do is tried, not looked up: the plans that it may list. */
const lookAtRole: Look = async ({ name }, client) => {
  try {
    const plain = await client.listFailoverPlans();
    const cloud = await client.listCloudFailoverPlans();
    const seen = `sees ${plain.length} failover plans and ${cloud.length} cloud failover plans`;
    return good(`role ${name}`, seen);
  } catch (error) {
    const advice = 'give the user the role Restore Operator or Portal Administrator';
    return bad(`role ${name}`, wordsOf(error), advice);
  }
};

const lookAtClock: Look = async ({ name }, client, io) => {
  try {
    const server = Date.parse(await client.serverTime());
    const seconds = Math.round((server - io.now().getTime()) / 1000);
    const seen = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine`;
    const isFar = Math.abs(seconds) > CLOCK_LIMIT_SECONDS;
    return good(`clock ${name}`, seen, isFar ? 'set the clocks right: times will mislead' : null);
  } catch (error) {
    return bad(`clock ${name}`, wordsOf(error), 'run doctor again');
  }
};
