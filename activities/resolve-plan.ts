import type { FailoverPlan } from '../clients/enterprise-manager/resources.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import { nearestName } from '../plan/nearest-name.js';
import type { CloudPlanTarget, PlainPlanTarget } from '../plan/plan.js';
import type { ResolvedTarget } from './contract.js';
import type { EnterpriseManager } from './dependencies.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_NAMES = 20;

/** A plan of Enterprise Manager. */
type PlanOfManager = CloudPlanTarget | PlainPlanTarget;

/** Finds the one plan that a target names; a string says why it is not exactly one. */
export function resolvePlan(
  target: PlanOfManager,
  all: readonly FailoverPlan[],
): ResolvedTarget | string {
  const byName = all.filter(({ name, id }) =>
    UUID.test(target.name) ? id.toLowerCase() === target.name.toLowerCase() : name === target.name,
  );
  const found = byName.filter((plan) => isNarrowed(plan, target));
  const [only] = found;
  if (only === undefined) return notFound(target, all, byName);
  if (found.length > 1) return ambiguous(target, found);
  return {
    target: target.id,
    connection: target.connection,
    kind: target.kind,
    planId: only.id,
    name: only.name,
    backupServerId: only.backupServerId,
    backupServerName: only.backupServerName,
    tenantId: only.tenantId,
    tenantName: only.tenantName,
    isNameShared: all.some((other) => other.id !== only.id && isNamesake(other, only)),
    machines: only.machines.map(({ name }) => name),
  };
}

/** Plans of the same name whose sessions can't be told apart. */
function isNamesake(one: FailoverPlan, other: FailoverPlan): boolean {
  const isServer =
    one.backupServerId === null ||
    other.backupServerId === null ||
    one.backupServerId === other.backupServerId;
  return isServer && one.name === other.name;
}

/** The plans of each connection and kind, listed once. */
export class PlanLists {
  readonly #lists = new Map<string, readonly FailoverPlan[]>();

  async get(
    server: EnterpriseManager,
    target: PlanOfManager,
    options: CallOptions,
  ): Promise<readonly FailoverPlan[]> {
    const key = `${target.kind} ${target.connection}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const listed =
      target.kind === 'cloudFailoverPlan'
        ? await server.client.listCloudFailoverPlans({}, options)
        : await server.client.listFailoverPlans({}, options);
    this.#lists.set(key, listed);
    return listed;
  }
}

function isNarrowed(plan: FailoverPlan, target: PlanOfManager): boolean {
  const isServer =
    target.backupServer === null ||
    same(plan.backupServerName, target.backupServer) ||
    same(plan.backupServerId, target.backupServer);
  const tenant = target.kind === 'cloudFailoverPlan' ? target.tenant : null;
  const isTenant = tenant === null || same(plan.tenantName, tenant) || same(plan.tenantId, tenant);
  return isServer && isTenant;
}

/** Host names and ids know no case. */
function same(found: string | null, wanted: string): boolean {
  return found !== null && found.toLowerCase() === wanted.toLowerCase();
}

function notFound(
  target: PlanOfManager,
  all: readonly FailoverPlan[],
  byName: readonly FailoverPlan[],
): string {
  const what = `target ${target.id}: ${words(target)} "${target.name}"`;
  if (byName.length > 0) {
    return `${what} is on ${target.connection}, but not where \`backupServer\` or \`tenant\` say; it is at: ${places(byName)}`;
  }
  const names = [...new Set(all.map(({ name }) => name))].sort();
  if (names.length === 0) {
    return `${what} is not on ${target.connection}: it shows none at all (is the role allowed to see them?)`;
  }
  const nearest = nearestName(target.name, names);
  const hint = nearest === null ? '' : `; did you mean "${nearest}"?`;
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return `${what} is not on ${target.connection}${hint} There are: ${shown.join(', ')}${more}`;
}

function ambiguous(target: PlanOfManager, found: readonly FailoverPlan[]): string {
  return `target ${target.id}: ${found.length} plans on ${target.connection} are named "${target.name}"; narrow it with \`backupServer\`, \`tenant\` or the id: ${places(found)}`;
}

function places(plans: readonly FailoverPlan[]): string {
  return plans
    .slice(0, MOST_NAMES)
    .map(({ id, backupServerName, tenantName }) => {
      const tenant = tenantName === null ? '' : `, tenant "${tenantName}"`;
      return `${id} (backup server ${backupServerName ?? 'unknown'}${tenant})`;
    })
    .join('; ');
}

function words(target: PlanOfManager): string {
  return target.kind === 'cloudFailoverPlan' ? 'cloud failover plan' : 'failover plan';
}
