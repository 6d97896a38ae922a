import { ClientError } from '../../clients/client-error.js';
import type { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';
import type { Config, EnterpriseManagerConnection } from '../../config/config.js';
import type { Io } from '../io.js';
import { openEnterpriseManager } from '../open-server.js';
import { see, type Sight } from '../see.js';
import { clockFinding } from './clock.js';
import { rightsFinding, roleFinding, type Counts } from './enterprise-manager-role.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

const API_VERSION = 'v1_7';

/** A request of doctor's takes no longer: a person waits. */
const MOST_SECONDS = 10;

const NAMES_SHOWN = 5;

/** Looks at an Enterprise Manager: API version, credentials, clock, role, and what it shows. */
export async function lookAtEnterpriseManager(
  connection: EnterpriseManagerConnection,
  config: Config,
  io: Pick<Io, 'env' | 'now'>,
): Promise<Finding[]> {
  const client = openEnterpriseManager(connection, config, io, { mostSeconds: MOST_SECONDS });
  const findings: Finding[] = [];
  try {
    for (const look of [lookAtVersion, lookAtCredentials, lookInside]) {
      findings.push(...(await look(connection, client, io)));
      if (findings.some(({ isGood }) => !isGood)) break;
    }
    return findings;
  } catch (error) {
    const advice = 'run doctor again; if it stays, look at the server';
    return [...findings, bad(`connection ${connection.name}`, wordsOf(error), advice)];
  } finally {
    await client.close();
  }
}

type Look = (
  connection: EnterpriseManagerConnection,
  client: EnterpriseManagerClient,
  io: Pick<Io, 'now'>,
) => Promise<readonly Finding[]>;

const lookAtVersion: Look = async ({ name, url }, client) => {
  try {
    const versions = await client.apiVersions();
    const seen = `${url} speaks ${versions.join(', ')}`;
    if (versions.includes(API_VERSION)) return [good(`connection ${name}`, seen)];
    const advice = `${API_VERSION} is needed: Enterprise Manager 12 or newer`;
    return [bad(`connection ${name}`, seen, advice)];
  } catch (error) {
    const advice = 'check url, TLS and the network; the port of the API is 9398';
    return [bad(`connection ${name}`, wordsOf(error), advice)];
  }
};

const lookAtCredentials: Look = async ({ name }, client) => {
  try {
    const { userName } = await client.logon();
    return [good(`credentials ${name}`, `logged on as ${userName}`)];
  } catch (error) {
    return [bad(`credentials ${name}`, wordsOf(error), adviceFor(error))];
  }
};

function adviceFor(error: unknown): string {
  const isRefused = error instanceof ClientError && error.kind === 'unauthorized';
  return isRefused
    ? 'check username and password'
    : 'run doctor again; if it stays, look at the server';
}

/** What a role may see is tried, not looked up; what it may start is never tried. */
const lookInside: Look = async ({ name, role: stated, account }, client, io) => {
  const sight: Sight = { unseen: [], tell: () => undefined };
  const count = async (what: string, read: () => Promise<readonly unknown[]>) =>
    (await see(what, read, sight))?.length ?? null;
  const serverTime = await client.serverTime();
  const counts: Counts = {
    plain: await count('failover plans', () => client.listFailoverPlans()),
    cloud: await count('cloud failover plans', () => client.listCloudFailoverPlans()),
    jobs: await count('replication jobs', () => client.replicas.listVmReplicas()),
    cdp: await count('CDP replicas', () => client.cdp.listCdpReplicas()),
  };
  const sessions = await lookAtSessions(name, client, sight, io.now());
  const isTenant = account !== undefined && account.kind !== 'user';
  const inside = [
    clockFinding(name, serverTime, io.now()),
    roleFinding(name, counts, sight.unseen),
    rightsFinding(name, counts, { stated, isTenant }),
    ...sessions,
    await lookAtQueries(name, client),
    await lookAtData(name, client, sight),
  ];
  return [...inside, ...oddFindings(name, sight)];
};

/** What a run learns an end, or a lost answer, by. */
async function lookAtSessions(
  name: string,
  client: EnterpriseManagerClient,
  sight: Sight,
  now: Date,
): Promise<readonly Finding[]> {
  const since = now.toISOString();
  const cloud = await see(
    'sessions of cloud plans',
    // Any name will do: whether it may be asked is the question.
    () => client.listCloudFailoverSessions({ planName: '-', backupServerId: null, since }),
    sight,
  );
  const restores = await see(
    'restore sessions',
    () => client.listRestoreSessions({ since }),
    sight,
  );
  const states = await see(
    'states of cloud replicas',
    () => client.listCloudReplicaPoints({ states: NOT_IDLE }),
    sight,
  );
  const hidden = [
    ...(cloud === null ? ['sessions of cloud plans'] : []),
    ...(restores === null ? ['restore sessions'] : []),
    ...(states === null ? ['states of cloud replicas'] : []),
  ];
  const away = new Set(
    states?.map(({ machine, backupServerId }) => `${backupServerId} ${machine}`),
  );
  const moved = states === null ? '' : `; cloud replicas that are failed over now: ${away.size}`;
  const seen =
    hidden.length === 0 ? 'sessions and states are shown' : `not shown: ${hidden.join(', ')}`;
  const advice =
    'a lost answer will more often end as unknown, and a cloud plan is not undone without its sessions';
  return [good(`evidence ${name}`, `${seen}${moved}`, hidden.length === 0 ? null : advice)];
}

const NOT_IDLE = ['Failover', 'Failback', 'PermanentFailover'] as const;

async function lookAtQueries(name: string, client: EnterpriseManagerClient): Promise<Finding> {
  const what = `query ${name}`;
  if (await client.mayQuery()) return good(what, 'the query service is there');
  return good(what, 'no query service for this role', 'lists are read whole: slower, not worse');
}

async function lookAtData(
  name: string,
  client: EnterpriseManagerClient,
  sight: Sight,
): Promise<Finding> {
  const servers = await see('backup servers', () => client.listBackupServers(), sight);
  const age =
    'how old its data of them are is not told (it collects every 15 min unless set otherwise)';
  if (servers === null) return good(`data ${name}`, `backup servers are not shown; ${age}`);
  const names = servers.slice(0, NAMES_SHOWN).map((server) => server.name);
  const more = servers.length > names.length ? ` and ${servers.length - names.length} more` : '';
  const seen = `backup servers: ${names.length === 0 ? 'none' : names.join(', ')}${more}; ${age}`;
  const advice = 'Enterprise Manager collects from no backup server: add one there';
  return good(`data ${name}`, seen, servers.length === 0 ? advice : null);
}

function oddFindings(name: string, { unseen }: Sight): readonly Finding[] {
  const advice = 'please report it: Drillbook does not understand this server';
  return unseen
    .filter(({ isOdd }) => isOdd)
    .map(({ what, why }) => bad(`answers ${name}`, `${what}: ${why}`, advice));
}
