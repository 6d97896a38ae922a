import type { FoundPlan, Overlap } from './found.js';

/**
 * Notes for each plan which others, of its kind and on its backup server, hold some of its machines:
 * a runbook with both starts them twice. Machines are compared by name, which is all that is told.
 */
export function withOverlaps(plans: readonly FoundPlan[]): readonly FoundPlan[] {
  const holders = new Map<string, FoundPlan[]>();
  for (const plan of plans) {
    for (const key of keysOf(plan)) holders.set(key, [...(holders.get(key) ?? []), plan]);
  }
  return plans.map((plan) => ({ ...plan, overlaps: overlapsOf(plan, holders) }));
}

function overlapsOf(
  plan: FoundPlan,
  holders: ReadonlyMap<string, readonly FoundPlan[]>,
): readonly Overlap[] {
  const found = new Map<FoundPlan, Set<string>>();
  for (const machine of plan.machines ?? []) {
    for (const other of places(plan).flatMap((place) => holders.get(key(place, machine)) ?? [])) {
      if (other !== plan) found.set(other, (found.get(other) ?? new Set()).add(machine));
    }
  }
  return [...found].map(([{ name }, machines]) => ({ plan: name, machines: [...machines] }));
}

function keysOf(plan: FoundPlan): readonly string[] {
  const machines = new Set(plan.machines ?? []);
  return places(plan).flatMap((place) => [...machines].map((machine) => key(place, machine)));
}

function places({ kind, listings }: FoundPlan): readonly string[] {
  // Two tenants of one server may both have a machine of this name.
  const found = listings.map(({ backupServer, tenant }) =>
    [kind, backupServer.id ?? backupServer.name, tenant?.id ?? tenant?.name ?? ''].join(' '),
  );
  return [...new Set(found)];
}

function key(place: string, machine: string): string {
  return JSON.stringify([place, machine]);
}
