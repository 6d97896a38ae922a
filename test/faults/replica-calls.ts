import type { ReplicaKind } from '../../plan/plan.js';
import { failover, web } from '../workflows/plans.js';
import { type CallKind, hasTask, pause, type Truth } from './call-kind.js';

/** What the scenario of replicas has. */
export const REPLICAS = `
vmReplicas: [{ name: web01, takes: 20s }]
vAppReplicas: [{ name: app01, takes: 20s, vms: [win7] }]
cdpReplicas: [{ name: cdp01, takes: 20s }]
`;

const KINDS: readonly (readonly [ReplicaKind, string, string])[] = [
  ['vmReplicas', 'web01', 'StartReplicaFailover'],
  ['vAppReplicas', 'app01', 'StartReplicaFailover'],
  ['cdpReplicas', 'cdp01', 'StartFailover'],
];

/** The start of one replica of each kind; there is no other call that changes one. */
export const REPLICA_CALLS: readonly CallKind[] = KINDS.map(([kind, name, operation]) => ({
  world: 'replicas',
  name: `${kind} start`,
  mode: 'live',
  targets: [{ ...web, kind, names: [name] }],
  steps: [failover('web', 'start', { ...pause, concurrency: 1 })],
  match: { method: 'POST', action: 'failover' },
  acted: (truth) => started(truth, name),
  // Anybody restores machines in a disaster: a session alone is never adopted.
  hasEvidence: (truth) => hasTask(truth, operation),
  isDone: (truth) => started(truth, name) > 0,
}));

function started(truth: Truth, name: string): number {
  const found = truth.replicas.find((replica) => replica.name === name);
  if (found === undefined) throw new Error(`the scenario has no replica ${name}`);
  return found.started;
}
