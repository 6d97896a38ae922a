import type { Switches } from '../scenario/switches.js';

import type { Machine, RestorePoint } from './model.js';

/** The point that a machine was failed over to at a moment; null when it was not. */
export function failedOverPoint(machine: Machine, at: number): RestorePoint | null {
  return machine.history.findLast((change) => change.at <= at)?.point ?? null;
}

/** CloudVmReplicaPoint.State at a moment. */
export function pointState(
  machine: Machine,
  point: RestorePoint,
  at: number,
  shown: Switches['pointState'],
): 'Ready' | 'Failover' {
  const used = failedOverPoint(machine, at);
  if (used === null) return 'Ready';
  return shown === 'all' || used === point ? 'Failover' : 'Ready';
}
