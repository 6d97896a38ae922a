import { ClientError } from '../../clients/client-error.js';
import type { ServiceProviderConsoleClient } from '../../clients/service-provider-console/client.js';
import type { SpcFailoverPlan } from '../../clients/service-provider-console/resources.js';
import type { Config, ServiceProviderConsoleConnection } from '../../config/config.js';
import type { Io } from '../io.js';
import { openConsole } from '../open-server.js';
import { see, type Sight } from '../see.js';
import { clockFinding } from './clock.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

const MOST_SECONDS = 10;

/** The first version whose API (3.6.1) tells a plan's last session. */
const FIRST_WITH_SESSIONS = [9, 1];

// The vendor's API description names for each operation the roles that may call it.
const MAY_ACT = [
  ...['PortalAdministrator', 'SiteAdministrator', 'PortalOperator'],
  ...['ServiceProviderGlobalAdministrator', 'ServiceProviderAdministrator'],
  ...['ServiceProviderOperator', 'CompanyOwner', 'CompanyAdministrator'],
  ...['LocationAdministrator', 'CompanyTenant'],
];
const MAY_READ = ['ReadOnlyUser', 'LocationUser', 'ServiceProviderUser'];

/**
 * Looks at a Service Provider Console: credentials and role, version, clock, and what it shows of
 * failover plans. Changes nothing on the server.
 */
export async function lookAtConsole(
  connection: ServiceProviderConsoleConnection,
  config: Config,
  io: Pick<Io, 'env' | 'now'>,
): Promise<Finding[]> {
  const { name } = connection;
  const client = openConsole(connection, config, io, { mostSeconds: MOST_SECONDS });
  const findings: Finding[] = [];
  try {
    findings.push(...(await lookAtUser(connection, client)));
    findings.push(...(await lookAtServer(name, client, io)));
    findings.push(...(await lookAtPlans(connection, client)));
    return findings;
  } catch (error) {
    return [...findings, failed(name, error)];
  } finally {
    await client.close();
  }
}

function failed(name: string, error: unknown): Finding {
  if (error instanceof ClientError && error.kind === 'unauthorized') {
    const advice =
      'check apiKey, or username and password; a user with a second factor needs a key';
    return bad(`credentials ${name}`, wordsOf(error), advice);
  }
  const advice = 'check the url (the port of the API is 1280), and the server';
  return bad(`connection ${name}`, wordsOf(error), advice);
}

async function lookAtUser(
  { name, auth }: ServiceProviderConsoleConnection,
  client: ServiceProviderConsoleClient,
): Promise<readonly Finding[]> {
  const { userName, role } = await client.currentUser();
  const credentials = good(`credentials ${name}`, `logged on as ${userName}, role ${role}`);
  const rights = rightsFinding(name, role);
  if (auth.kind !== 'apiKey') return [credentials, rights];
  const seen = 'whether it is read-only is not provable without a write';
  const advice = 'look at the key in the Console: with a read-only one no plan is started';
  return [credentials, rights, good(`key ${name}`, seen, advice)];
}

function rightsFinding(name: string, role: string): Finding {
  const what = `rights ${name}`;
  if (MAY_ACT.includes(role)) {
    return good(what, `role ${role} may start, test, undo and change plans, as the vendor has it`);
  }
  const advice = 'runs that start a plan need another role, such as Portal Operator';
  if (MAY_READ.includes(role)) return good(what, `role ${role} may only read`, advice);
  return good(what, `whether role ${role} may start plans is not known`, advice);
}

async function lookAtServer(
  name: string,
  client: ServiceProviderConsoleClient,
  io: Pick<Io, 'now'>,
): Promise<readonly Finding[]> {
  const { version, serverTime } = await client.about();
  const seen = version === null ? 'its version is not told' : `version ${version}`;
  const advice = isOlder(version)
    ? 'before 9.1 a plan has no last session: results come from its machines alone'
    : null;
  return [good(`connection ${name}`, seen, advice), clockFinding(name, serverTime, io.now())];
}

function isOlder(version: string | null): boolean {
  const parts = /^(\d+)\.(\d+)/
    .exec(version ?? '')
    ?.slice(1)
    .map(Number);
  if (parts === undefined) return false;
  const [major = 0, minor = 0] = parts;
  const [wantedMajor = 0, wantedMinor = 0] = FIRST_WITH_SESSIONS;
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

async function lookAtPlans(
  { name, collectLagSeconds }: ServiceProviderConsoleConnection,
  client: ServiceProviderConsoleClient,
): Promise<readonly Finding[]> {
  const sight: Sight = { unseen: [], tell: () => undefined };
  const plans = await see('failover plans', () => client.listFailoverPlans(), sight);
  const servers = await see('backup servers', () => client.listBackupServers(), sight);
  const why = sight.unseen.map(({ what, why: reason }) => `${what}: ${reason}`).join('; ');
  if (plans === null) {
    return [bad(`role ${name}`, why, 'give the user or key a role that may see failover plans')];
  }
  const odd = sight.unseen.filter(({ isOdd }) => isOdd);
  const age = `how old its data are is not told (collectLag is ${collectLagSeconds} s)`;
  const shown =
    servers === null ? `backup servers are not shown (${why})` : `${servers.length} backup servers`;
  return [
    good(`role ${name}`, `sees ${plansInWords(plans)}`),
    good(`data ${name}`, `${shown}; ${age}`),
    ...odd.map(({ what, why: reason }) =>
      bad(`answers ${name}`, `${what}: ${reason}`, 'please report it'),
    ),
  ];
}

function plansInWords(plans: readonly SpcFailoverPlan[]): string {
  const different = new Set(plans.map(({ originalUid }) => originalUid)).size;
  const twice = plans.length - different;
  const types = [...new Set(plans.map(({ type }) => type))]
    .sort()
    .map((type) => `${plans.filter((plan) => plan.type === type).length} ${type}`);
  const words = `${different} failover plans${types.length === 0 ? '' : ` (${types.join(', ')})`}`;
  return twice === 0 ? words : `${words}; ${twice} of them listed twice, by the same id in VBR`;
}
