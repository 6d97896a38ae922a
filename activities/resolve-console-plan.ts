import { ClientError } from '../clients/client-error.js';
import type {
  SpcBackupServer,
  SpcFailoverPlan,
} from '../clients/service-provider-console/resources.js';
import type { CallOptions } from '../clients/transport/options.js';
import { nearestName } from '../plan/nearest-name.js';
import type { ConsolePlanTarget, PlainPlanTarget } from '../plan/plan.js';
import type { ConsolePlan } from './console-plan.js';
import type { ResolvedTarget } from './contract.js';
import type { Console } from './dependencies.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_NAMES = 20;

/** What names a plan on a Console. */
interface Wanted {
  /** For messages: "target branches". */
  readonly what: string;
  readonly connection: string;
  /** The plan's name, or one of its ids: the Console's or VBR's. */
  readonly name: string;
  readonly backupServer: string | null;
  readonly tenant: string | null;
}

/** All that a Console lists. */
export interface ConsoleList {
  readonly plans: readonly SpcFailoverPlan[];
  /** null: the Console does not tell this role. */
  readonly servers: readonly SpcBackupServer[] | null;
}

interface Found {
  readonly entry: SpcFailoverPlan;
  /** Said in the record; null: there is nothing to say. */
  readonly warning: string | null;
}

/** The plans and backup servers of each Console, listed once. */
export class ConsoleLists {
  readonly #lists = new Map<string, ConsoleList>();

  async get(console: Console, connection: string, options: CallOptions): Promise<ConsoleList> {
    const known = this.#lists.get(connection);
    if (known !== undefined) return known;
    const plans = await console.client.listFailoverPlans({}, options);
    const list = { plans, servers: await serversOrUntold(console, options) };
    this.#lists.set(connection, list);
    return list;
  }
}

/** A plan that a Console drives, resolved. */
export interface ResolvedConsolePlan {
  readonly target: ResolvedTarget;
  readonly warning: string | null;
}

/** Finds the one plan that a target names; a string says why it is not exactly one. */
export async function resolveConsolePlan(
  console: Console,
  target: ConsolePlanTarget,
  list: ConsoleList,
  options: CallOptions,
): Promise<ResolvedConsolePlan | string> {
  const { connection, name, backupServer, tenant } = target;
  const what = `target ${target.id}`;
  const found = findEntry({ what, connection, name, backupServer, tenant }, list);
  if (typeof found === 'string') return found;
  const { entry, warning } = found;
  const objects = await console.client.listPlanObjects(entry.planId, options);
  return {
    target: {
      target: target.id,
      connection,
      kind: target.kind,
      // The plan's id in VBR, which Enterprise Manager names it by too: one plan, one hold, one mark.
      planId: entry.originalUid,
      name: entry.name,
      backupServerId: entry.backupServerUid,
      backupServerName: serverName(entry, list),
      tenantId: tenantOf(entry, list),
      tenantName: null,
      // A Console's sessions belong to their plan by its id.
      isNameShared: false,
      // The Console does not tell the plan's own order.
      machines: objects.map((object) => object.name).sort(),
      console: placeOf(connection, entry),
    },
    warning,
  };
}

/** Finds the plan that `confirm` names: it must be the very plan that Enterprise Manager drives. */
export function resolveConfirm(
  target: PlainPlanTarget,
  resolved: ResolvedTarget,
  list: ConsoleList,
): ConsolePlan | string {
  const { confirm } = target;
  if (confirm === null) return `target ${target.id} has no confirm`;
  const what = `confirm of target ${target.id}`;
  const found = findEntry({ what, ...confirm, tenant: null }, list);
  if (typeof found === 'string') return found;
  if (found.entry.originalUid !== resolved.planId.toLowerCase()) {
    return `${what}: "${found.entry.name}" on ${confirm.connection} is another plan: its id in VBR is ${found.entry.originalUid}, that of "${resolved.name}" on ${target.connection} is ${resolved.planId}`;
  }
  return placeOf(confirm.connection, found.entry);
}

function placeOf(connection: string, { planId, type }: SpcFailoverPlan): ConsolePlan {
  return { connection, serverPlanId: planId, type };
}

function findEntry(wanted: Wanted, list: ConsoleList): Found | string {
  const byName = list.plans.filter((plan) => isNamed(plan, wanted.name));
  if (byName.length === 0) return notFound(wanted, list);
  const problem = whyNotNarrowed(wanted, list);
  if (problem !== null) return problem;
  const found = byName.filter((plan) => isNarrowed(plan, wanted, list));
  if (found.length === 0) {
    return `${title(wanted)} is on ${wanted.connection}, but not where \`backupServer\` or \`tenant\` say; it is at: ${places(byName, list)}`;
  }
  if (new Set(found.map(({ originalUid }) => originalUid)).size > 1) {
    return `${wanted.what}: ${found.length} plans on ${wanted.connection} are named "${wanted.name}"; narrow it with \`backupServer\`, \`tenant\` or the id: ${places(found, list)}`;
  }
  return chooseOne(wanted, found, list);
}

/** One plan that is listed twice: the provider's own server is the one that is up in a disaster. */
function chooseOne(
  wanted: Wanted,
  found: readonly SpcFailoverPlan[],
  list: ConsoleList,
): Found | string {
  const [only] = found;
  if (only !== undefined && found.length === 1) return { entry: only, warning: null };
  const exact = found.find(({ planId }) => planId === wanted.name.toLowerCase());
  if (exact !== undefined) return { entry: exact, warning: null };
  const tenants = found.filter(({ type }) => type === 'Tenant');
  const [entry] = tenants;
  if (entry === undefined || tenants.length > 1) {
    return `${title(wanted)} is listed ${found.length} times on ${wanted.connection}; say which with \`backupServer\` or the id: ${places(found, list)}`;
  }
  const warning = `${title(wanted)} is listed ${found.length} times on ${wanted.connection}; the provider's own (type Tenant) is used, for it does not need the client's server: ${places(found, list)}`;
  return { entry, warning };
}

function isNamed(plan: SpcFailoverPlan, name: string): boolean {
  if (!UUID.test(name)) return plan.name === name;
  return plan.planId === name.toLowerCase() || plan.originalUid === name.toLowerCase();
}

/** Why what narrows the name can't be compared with anything; null: it can. */
function whyNotNarrowed({ what, connection, backupServer, tenant }: Wanted, list: ConsoleList) {
  if (backupServer !== null && !UUID.test(backupServer) && list.servers === null) {
    return `${what}: ${connection} does not tell this role the names of its backup servers; give \`backupServer\` as the uid`;
  }
  if (tenant !== null && !UUID.test(tenant)) {
    return `${what}: the Console names companies by their uid alone; give \`tenant\` as the uid, not "${tenant}"`;
  }
  return null;
}

function isNarrowed(plan: SpcFailoverPlan, wanted: Wanted, list: ConsoleList): boolean {
  const { backupServer, tenant } = wanted;
  const isServer =
    backupServer === null ||
    same(plan.backupServerUid, backupServer) ||
    same(serverName(plan, list), backupServer);
  return isServer && (tenant === null || same(tenantOf(plan, list), tenant));
}

/** Host names and ids know no case. */
function same(found: string | null, wanted: string): boolean {
  return found !== null && found.toLowerCase() === wanted.toLowerCase();
}

/** Only the provider's entry of a plan that is listed twice names the tenant. */
function tenantOf(plan: SpcFailoverPlan, { plans }: ConsoleList): string | null {
  if (plan.tenantUid !== null) return plan.tenantUid;
  const twin = plans.find(
    ({ originalUid, tenantUid }) => originalUid === plan.originalUid && tenantUid !== null,
  );
  return twin?.tenantUid ?? null;
}

function serverName(plan: SpcFailoverPlan, { servers }: ConsoleList): string | null {
  return servers?.find(({ id }) => id === plan.backupServerUid)?.name ?? null;
}

/** Its form is our own reading of the pages: where it does not hold, names are not told. */
async function serversOrUntold(
  console: Console,
  options: CallOptions,
): Promise<readonly SpcBackupServer[] | null> {
  try {
    return await console.client.listBackupServers(options);
  } catch (error) {
    const isUntold =
      error instanceof ClientError && (error.kind === 'refused' || error.kind === 'undecodable');
    if (isUntold) return null;
    throw error;
  }
}

function notFound(wanted: Wanted, { plans }: ConsoleList): string {
  const names = [...new Set(plans.map(({ name }) => name))].sort();
  if (names.length === 0) {
    return `${title(wanted)} is not on ${wanted.connection}: it shows none at all (is the role allowed to see them?)`;
  }
  const nearest = nearestName(wanted.name, names);
  const hint = nearest === null ? '.' : `; did you mean "${nearest}"?`;
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return `${title(wanted)} is not on ${wanted.connection}${hint} There are: ${shown.join(', ')}${more}`;
}

function places(plans: readonly SpcFailoverPlan[], list: ConsoleList): string {
  return plans
    .slice(0, MOST_NAMES)
    .map((plan) => {
      const tenant = plan.tenantUid === null ? '' : `, tenant ${plan.tenantUid}`;
      const server = serverName(plan, list) ?? plan.backupServerUid;
      return `${plan.planId} (${plan.type}, backup server ${server}${tenant})`;
    })
    .join('; ');
}

function title({ what, name }: Wanted): string {
  return `${what}: plan "${name}"`;
}
