import type { PlanTarget } from '../../plan/plan.js';

/**
 * The connections of a plan, those together that a `confirm` joins: the same plan must be seen at
 * both. In the order of the targets.
 */
export function worldsOf(targets: readonly PlanTarget[]): readonly (readonly string[])[] {
  const worlds: Set<string>[] = [];
  for (const target of targets) {
    const joined = [target.connection];
    if (target.kind === 'failoverPlan' && target.confirm !== null) {
      joined.push(target.confirm.connection);
    }
    const met = worlds.filter((world) => joined.some((name) => world.has(name)));
    const [first = new Set<string>()] = met;
    if (met.length === 0) worlds.push(first);
    for (const name of [...joined, ...met.flatMap((world) => [...world])]) first.add(name);
    for (const other of met.slice(1)) worlds.splice(worlds.indexOf(other), 1);
  }
  return worlds.map((world) => [...world]);
}
