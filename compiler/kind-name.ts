import type { TargetKind } from '../plan/plan.js';

/** A kind as a sentence names it. */
export function nameKind(kind: TargetKind): string {
  switch (kind) {
    case 'cloudFailoverPlan':
      return 'a cloud failover plan';
    case 'failoverPlan':
      return 'a plain failover plan';
    case 'spcFailoverPlan':
      return 'a plan of the Service Provider Console';
    case 'vmReplicas':
      return 'a set of VM replicas';
    case 'vAppReplicas':
      return 'a set of vApp replicas';
    case 'cdpReplicas':
      return 'a set of CDP replicas';
    default:
      return assertNever(kind);
  }
}

function assertNever(kind: never): never {
  throw new Error(`Unknown kind ${String(kind)}`);
}
