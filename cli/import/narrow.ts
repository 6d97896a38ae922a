import type { FoundPlan, Listing, Named } from './found.js';

/** What a runbook says to mean one plan, and no other. */
export interface NameOfPlan {
  /** The plan's name, or its id. */
  readonly value: string;
  readonly isId: boolean;
  readonly backupServer: string | null;
  readonly tenant: string | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The ways to name a plan, the best first: its name, narrowed as little as it takes; at last its id.
 * `all` are the plans of the same server.
 */
export function namesOfPlan(plan: FoundPlan, all: readonly FoundPlan[]): readonly NameOfPlan[] {
  const rivals = all.filter(
    (other) => other !== plan && other.kind === plan.kind && other.name === plan.name,
  );
  const name = { value: plan.name, isId: false };
  const ways = plan.listings.flatMap(({ backupServer, tenant }) =>
    [
      { ...name, backupServer: null, tenant: null },
      { ...name, backupServer: backupServer.name, tenant: null },
      { ...name, backupServer: null, tenant: tenant?.name ?? null },
      { ...name, backupServer: backupServer.name, tenant: tenant?.name ?? null },
    ].filter((way) => !rivals.some((rival) => rival.listings.some((one) => means(way, one)))),
  );
  const byId = { value: plan.listings[0].id, isId: true, backupServer: null, tenant: null };
  // A name that looks like an id would be taken for one.
  return UUID.test(plan.name) ? [byId] : [...ways, byId];
}

/** Whether a name so narrowed would mean this row too; what is not told could be anything. */
function means({ backupServer, tenant }: NameOfPlan, listing: Listing): boolean {
  return fits(backupServer, listing.backupServer) && fits(tenant, listing.tenant);
}

function fits(wanted: string | null, found: Named | null): boolean {
  if (wanted === null || found === null || found.name === null) return true;
  const lower = wanted.toLowerCase();
  return found.name.toLowerCase() === lower || found.id === lower;
}
