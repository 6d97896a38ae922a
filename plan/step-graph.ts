/** A step as far as its order goes. */
export interface GraphStep {
  readonly id: string;
  readonly needs: readonly string[];
}

/**
 * For each step all steps that are over before it begins, near and far. Steps stand behind all that
 * they need, as in a plan.
 */
export function ancestorsOf(steps: readonly GraphStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ancestors = new Map<string, Set<string>>();
  for (const { id, needs } of steps) {
    const all = new Set<string>();
    for (const need of needs) {
      all.add(need);
      for (const far of ancestors.get(need) ?? []) all.add(far);
    }
    ancestors.set(id, all);
  }
  return ancestors;
}
