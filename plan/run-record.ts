import type { Json, JsonObject } from './json.js';
import type {
  CleanupVerdict,
  MachineResult,
  RunOutcome,
  StepStatus,
  WaitingKind,
} from './outcome.js';
import type { Mode } from './plan.js';

/** The run part of a record: what `runs` lists. Times are ISO 8601 in UTC. */
export interface RunSummary {
  readonly id: string;
  readonly runbook: string;
  readonly mode: Mode;
  readonly state: 'running' | 'paused' | 'finished';
  readonly outcome: RunOutcome | null;
  readonly planHash: string;
  readonly runbookHash: string;
  readonly engine: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly startedBy: string;
  readonly reason: string;
  /** The run that this one undoes. */
  readonly undoes: string | null;
  /** Why the outcome is what it is, in one sentence. */
  readonly message: string | null;
}

export interface MachineRecord {
  readonly name: string;
  readonly result: MachineResult | 'running';
  readonly message: string | null;
  readonly restorePoint: string | null;
  readonly restorePointTime: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly attempts: number;
}

/** A failure as the record holds it: facts for a person and for a program. */
export interface FailureRecord {
  readonly type: string;
  readonly message: string;
}

export interface StepRecord {
  readonly id: string;
  readonly verb: string;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly error: FailureRecord | null;
  readonly output: JsonObject;
  readonly machines: readonly MachineRecord[];
}

export interface WaitingRecord {
  readonly step: string;
  readonly item: string | null;
  readonly kind: WaitingKind;
  readonly since: string;
  readonly choices: readonly string[];
  readonly evidence: JsonObject;
}

export interface InterventionRecord {
  readonly command: string;
  readonly step: string | null;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly accepted: boolean;
  /** `by` is a claim until people have keys: the OS user and host it came from. */
  readonly osUser: string;
  readonly host: string;
  readonly authenticated: boolean;
  readonly detail: Json;
}

export interface ApprovalRecord {
  readonly step: string;
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly authenticated: boolean;
  readonly planHash: string;
}

export interface CleanupTarget {
  readonly target: string;
  readonly action: 'undo' | 'compare' | 'none';
  readonly verdict: 'clean' | 'leftovers' | 'pending';
  readonly message: string;
}

/** Everything that is known of a run; `status --json` prints it. */
export interface RunRecord {
  readonly run: RunSummary;
  readonly steps: readonly StepRecord[];
  readonly waitingFor: readonly WaitingRecord[];
  readonly approvals: readonly ApprovalRecord[];
  readonly interventions: readonly InterventionRecord[];
  readonly cleanup: {
    readonly verdict: CleanupVerdict;
    readonly targets: readonly CleanupTarget[];
  };
  readonly objectives: {
    readonly rto: {
      readonly target: string | null;
      readonly actual: string | null;
      readonly met: boolean | null;
    };
    readonly rpo: JsonObject;
  };
  /** The head of the chain of hashes over the run's journal, and its length. */
  readonly chain: { readonly head: string; readonly length: number };
}
