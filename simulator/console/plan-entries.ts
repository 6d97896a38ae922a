import { deterministicId } from '../deterministic-id.js';
import type { ConsoleSpec } from '../scenario/console-schema.js';
import type { Plan } from '../world/model.js';
import type { World } from '../world/world.js';

/** A backup server as the Console knows it: under an id of its own. */
export interface ConsoleServer {
  readonly uid: string;
  readonly name: string;
}

/** A row of the Console's list of plans. One plan may have two, with the same originalUid. */
export interface PlanEntry {
  readonly uid: string;
  readonly plan: Plan;
  readonly type: 'Local' | 'Cloud' | 'Tenant';
  readonly server: ConsoleServer;
  readonly tenantUid: string | null;
}

/** The plans that the Console lists. */
export function planEntries(world: World, spec: ConsoleSpec): readonly PlanEntry[] {
  return world.plans
    .filter(({ seenBy }) => seenBy !== 'enterpriseManager')
    .flatMap((plan) => entriesOf(plan, spec));
}

/** The backup servers that the Console lists. */
export function consoleServers(world: World, spec: ConsoleSpec): readonly ConsoleServer[] {
  const own = world.backupServers.map(({ name }) => serverOf(name));
  const provider = serverOf(spec.providerServer);
  const isListed = own.some(({ uid }) => uid === provider.uid) || !spec.switches.listedTwice;
  return isListed ? own : [...own, provider];
}

function entriesOf(plan: Plan, spec: ConsoleSpec): readonly PlanEntry[] {
  const server = serverOf(plan.backupServer.name);
  if (plan.kind === 'failoverPlan') return [entry(plan, 'Local', server, null)];
  const own = entry(plan, 'Cloud', server, null);
  if (!spec.switches.listedTwice) return [own];
  const provider = serverOf(spec.providerServer);
  return [entry(plan, 'Tenant', provider, plan.tenant?.id ?? null), own];
}

function entry(
  plan: Plan,
  type: PlanEntry['type'],
  server: ConsoleServer,
  tenantUid: string | null,
): PlanEntry {
  return { uid: deterministicId('consolePlan', plan.id, type), plan, type, server, tenantUid };
}

function serverOf(name: string): ConsoleServer {
  return { uid: deterministicId('consoleServer', name), name };
}
