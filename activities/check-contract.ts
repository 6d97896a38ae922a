import type { ReplicaMachine } from '../plan/driven-replica.js';
import type { ReplicaKind } from '../plan/plan.js';
import type { LoggedCall } from './call-log.js';
import type { ResolvedTarget } from './contract.js';

export interface ProbeInput {
  readonly step: string;
  readonly probe:
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
    | {
        readonly kind: 'http';
        readonly url: string;
        readonly method: 'GET' | 'HEAD';
        readonly status: number | null;
        readonly body: string | null;
        /** Missing: none. */
        readonly headers?: readonly { readonly name: string; readonly value: string }[];
        readonly connection?: string;
      }
    | {
        readonly kind: 'dns';
        readonly host: string;
        readonly type: 'A' | 'AAAA' | 'CNAME';
        /** These and no others; null: any. */
        readonly addresses: readonly string[] | null;
      };
  readonly expect: 'open' | 'closed';
  readonly everySeconds: number;
  readonly until: string;
}

export interface ProbeResult {
  readonly held: boolean;
  readonly tries: number;
  /** What the last try saw: "connection refused", "status 503". */
  readonly seen: string;
}

export type FindingLevel = 'ok' | 'blocker' | 'warning' | 'not-provable';

export interface ReadinessFinding {
  readonly target: string;
  readonly level: FindingLevel;
  readonly what: string;
  readonly advice: string | null;
  /** Of a finding on restore points: the oldest of the machines' newest ones. */
  readonly restorePoints?: readonly {
    readonly machine: string;
    readonly createdAt: string;
    readonly ageSeconds: number;
  }[];
}

export interface ReadinessInput {
  readonly target: ResolvedTarget;
  readonly expect: 'idle' | 'failed-over';
  /** The runbook's recovery point objective; null or missing: none is set. */
  readonly rpoSeconds?: number | null;
}

/** The readiness of single replicas. */
export interface CheckReplicasInput {
  readonly target: string;
  readonly connection: string;
  readonly kind: ReplicaKind;
  readonly machines: readonly ReplicaMachine[];
  readonly expect: 'idle' | 'failed-over';
  /** null: none is set. */
  readonly rpoSeconds: number | null;
}

export interface ReadinessResult {
  readonly findings: readonly ReadinessFinding[];
  readonly calls: readonly LoggedCall[];
}
