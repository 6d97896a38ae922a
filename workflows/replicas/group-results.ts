import type { DrivenReplica } from '../../plan/driven-replica.js';

/** Takes over what a group's workflow gave back of its machines. */
export function takeOver(
  replicas: readonly DrivenReplica[],
  results: readonly DrivenReplica[],
): void {
  for (const [index, result] of results.entries()) {
    const replica = replicas[index];
    if (replica !== undefined) Object.assign(replica, result);
  }
}

/** How many machines have which result; `open`: none yet. */
export function countsOf(replicas: readonly DrivenReplica[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { result } of replicas) {
    const key = result ?? 'open';
    found[key] = (found[key] ?? 0) + 1;
  }
  return found;
}
