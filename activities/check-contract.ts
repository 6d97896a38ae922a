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
}

export interface ReadinessInput {
  readonly target: ResolvedTarget;
  readonly expect: 'idle' | 'failed-over';
}

export interface ReadinessResult {
  readonly findings: readonly ReadinessFinding[];
  readonly calls: readonly LoggedCall[];
}
