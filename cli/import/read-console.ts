import type { ServiceProviderConsoleClient } from '../../clients/service-provider-console/client.js';
import type {
  PlanType,
  SpcFailoverPlan,
} from '../../clients/service-provider-console/resources.js';
import type { Found, FoundPlan, Listing } from './found.js';
import { withOverlaps } from './overlaps.js';
import { see, type Sight } from '../see.js';

/** Reads the failover plans of a Service Provider Console. Only GET, and a token if it needs one. */
export async function readConsole(
  client: ServiceProviderConsoleClient,
  tell: (message: string) => void,
): Promise<Found> {
  const sight: Sight = { unseen: [], tell };
  const user = await client.currentUser();
  const servers = await see('backup servers', () => client.listBackupServers(), sight);
  const rows = await see('failover plans', () => client.listFailoverPlans(), sight);
  const nameOf = new Map((servers ?? []).map(({ id, name }) => [id, name]));
  const plans: FoundPlan[] = [];
  for (const group of byOriginal(rows ?? []))
    plans.push(await planOf(client, group, nameOf, sight));
  return {
    server: 'Veeam Service Provider Console',
    user: user.userName,
    role: user.role,
    plans: withOverlaps(plans),
    replicas: [],
    unseen: sight.unseen,
  };
}

/**
 * A cloud plan may be listed twice, as Tenant on the provider's backup server and as Cloud on the
 * client's. The provider's comes first: in a disaster the client's server may be what is lost.
 */
const PREFERENCE: readonly PlanType[] = ['Tenant', 'Cloud', 'Local', 'Unknown'];

type Rows = readonly [SpcFailoverPlan, ...SpcFailoverPlan[]];

function byOriginal(rows: readonly SpcFailoverPlan[]): readonly Rows[] {
  const groups = new Map<string, [SpcFailoverPlan, ...SpcFailoverPlan[]]>();
  const inOrder = rows.toSorted((a, b) => PREFERENCE.indexOf(a.type) - PREFERENCE.indexOf(b.type));
  for (const row of inOrder) {
    const group = groups.get(row.originalUid);
    if (group === undefined) groups.set(row.originalUid, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

async function planOf(
  client: ServiceProviderConsoleClient,
  [first, ...others]: Rows,
  nameOf: ReadonlyMap<string, string>,
  sight: Sight,
): Promise<FoundPlan> {
  const listingOf = ({ planId, type, backupServerUid, tenantUid }: SpcFailoverPlan): Listing => ({
    id: planId,
    type,
    backupServer: { id: backupServerUid, name: nameOf.get(backupServerUid) ?? null },
    tenant: tenantUid === null ? null : { id: tenantUid, name: null },
  });
  return {
    kind: 'spcFailoverPlan',
    name: first.name,
    originalId: first.originalUid,
    listings: [listingOf(first), ...others.map(listingOf)],
    machines: await machinesOf(client, first, sight),
    overlaps: [],
    isOrdered: false,
  };
}

async function machinesOf(
  client: ServiceProviderConsoleClient,
  { planId, name }: SpcFailoverPlan,
  sight: Sight,
): Promise<readonly string[] | null> {
  const what = `machines of failover plan "${name}" (${planId})`;
  const objects = await see(what, () => client.listPlanObjects(planId), sight);
  return objects === null ? null : objects.map((object) => object.name).sort();
}
