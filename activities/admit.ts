import type { FailoverPlan } from '../clients/enterprise-manager/resources.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import { nearestName } from '../plan/nearest-name.js';
import type { PlanTarget } from '../plan/plan.js';
import { CallLog } from './call-log.js';
import type {
  AdmissionProblem,
  AdmitInput,
  AdmitResult,
  DrivenTarget,
  ResolvedTarget,
} from './contract.js';
import type { Dependencies, Server } from './dependencies.js';
import { Pulse } from './pulse.js';
import { toFailure } from './to-failure.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_NAMES = 20;

/** Resolves each name to exactly one plan, and gives the people that approvals are asked of. */
export async function admit(dependencies: Dependencies, input: AdmitInput): Promise<AdmitResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  const targets: ResolvedTarget[] = [];
  const problems: AdmissionProblem[] = [];
  const warnings: string[] = [];
  const lags: Record<string, number> = {};
  const lists = new PlanLists();
  try {
    for (const target of input.targets) {
      if (!isDriven(target)) {
        problems.push({ target: target.id, message: notDrivenYet(target) });
        continue;
      }
      warnings.push(...unread(target));
      const server = dependencies.server(target.connection);
      lags[target.connection] = server.evidenceLagSeconds;
      await server.checkSecrets();
      const plans = await lists.get(server, target, { onCall: log.add });
      const found = resolve(target, plans);
      if (typeof found === 'string') problems.push({ target: target.id, message: found });
      else targets.push(found);
    }
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
  problems.push(...twice(targets));
  return {
    engine: dependencies.engine,
    groups: dependencies.groups,
    targets,
    problems,
    warnings,
    evidenceLagSeconds: lags,
    calls: log.calls,
  };
}

function isDriven(target: PlanTarget): target is DrivenTarget {
  return target.kind === 'cloudFailoverPlan' || target.kind === 'failoverPlan';
}

function notDrivenYet({ id, kind }: PlanTarget): string {
  return `target ${id}: this version of Drillbook compiles ${kind}, but does not drive them yet; take the target and its steps out of the runbook`;
}

/** Said in the record, so that nobody takes such a result for a confirmed one. */
function unread(target: DrivenTarget): readonly string[] {
  if (target.kind !== 'failoverPlan' || target.confirm === null) return [];
  return [
    `target ${target.id}: this version of Drillbook does not read "confirm" yet; its machines stay unverified`,
  ];
}

/** A string says why the name is not exactly one plan. */
function resolve(target: DrivenTarget, all: readonly FailoverPlan[]): ResolvedTarget | string {
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
class PlanLists {
  readonly #lists = new Map<string, readonly FailoverPlan[]>();

  async get(
    server: Server,
    target: DrivenTarget,
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

function isNarrowed(plan: FailoverPlan, target: DrivenTarget): boolean {
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
  target: DrivenTarget,
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

function ambiguous(target: DrivenTarget, found: readonly FailoverPlan[]): string {
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

function words(target: DrivenTarget): string {
  return target.kind === 'cloudFailoverPlan' ? 'cloud failover plan' : 'failover plan';
}

/** Two targets of a runbook that are one plan on the server would be driven twice. */
function twice(targets: readonly ResolvedTarget[]): readonly AdmissionProblem[] {
  return targets.flatMap((target, index) => {
    const other = targets.slice(0, index).find(({ planId }) => planId === target.planId);
    if (other === undefined) return [];
    const message = `targets ${other.target} and ${target.target} are one and the same plan ("${target.name}", ${target.planId})`;
    return [{ target: target.target, message }];
  });
}
