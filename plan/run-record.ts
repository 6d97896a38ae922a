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
  /** The run whose step this one is; missing: it was started by itself. */
  readonly parent?: string;
  /** The schedule that began it; missing: a person did. */
  readonly schedule?: string;
  /** An approval was passed by one person alone; `approvals` says by whom and why. */
  readonly breakGlass?: true;
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

/** What became of one item of a step with `foreach`. */
export interface ItemRecord {
  readonly key: string;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly output: JsonObject;
  readonly error: FailureRecord | null;
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
  /** Of a step with `foreach`, one for each item; missing: it has none. */
  readonly items?: readonly ItemRecord[];
}

export interface WaitingRecord {
  readonly step: string;
  readonly item: string | null;
  readonly kind: WaitingKind;
  readonly since: string;
  readonly choices: readonly string[];
  readonly evidence: JsonObject;
  /** The child run that waits, and is to be answered; missing: this one. */
  readonly run?: string;
}

export interface InterventionRecord {
  readonly command: string;
  readonly step: string | null;
  /** The key of the item that it was about; missing: the whole step. */
  readonly item?: string;
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
  /** The key of the item; missing: the whole step. */
  readonly item?: string;
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** `by` is a claim until people have keys: the OS user and host it came from. */
  readonly osUser: string;
  readonly host: string;
  readonly authenticated: boolean;
  readonly planHash: string;
  /** Passed by this one alone, by the step's `breakGlass`. */
  readonly breakGlass?: true;
}

/** A message that was sent, or could not be. */
export interface NotificationRecord {
  readonly channel: string;
  readonly event: string;
  readonly step: string | null;
  readonly at: string;
  /** null: it is on its way. */
  readonly sent: boolean | null;
  /** Why not, or what went not quite right. */
  readonly message: string | null;
}

export interface CleanupTarget {
  readonly target: string;
  readonly action: 'undo' | 'compare' | 'none';
  readonly verdict: 'clean' | 'leftovers' | 'pending';
  readonly message: string;
  /** What to do about what is left; missing where nothing is. */
  readonly advice?: string;
  /** The server's states before the run drove it, and after its clean-up; missing: not compared. */
  readonly before?: TargetStates;
  readonly after?: TargetStates;
}

/** What a server shows of a target. */
export interface TargetStates {
  /** The machines that are failed over; null: the server shows no states. */
  readonly failedOver: readonly string[] | null;
  /** A Console's status of the plan; null: no Console was asked. */
  readonly status: string | null;
}

/** The recovery points of a run as a whole; durations are ISO 8601. */
export interface RecoveryPointSummary {
  readonly target: string | null;
  /** The oldest restore point of any machine, by its age when the failover began; null: none is known. */
  readonly worst: string | null;
  /** null: no objective is set, or the age of some machine's restore point is not known. */
  readonly met: boolean | null;
}

export interface RecoveryPoints extends RecoveryPointSummary {
  readonly machines: readonly {
    readonly step: string;
    readonly name: string;
    /** null: the server does not tell. */
    readonly age: string | null;
    readonly met: boolean | null;
  }[];
}

/** When what happened; times are ISO 8601, durations too, null: it did not, or not yet. */
export interface RunClock {
  readonly declaredAt: string | null;
  readonly startedAt: string;
  readonly approvedAt: string | null;
  readonly firstMachineUpAt: string | null;
  readonly lastMachineUpAt: string | null;
  /** The end of the last check that held. */
  readonly verifiedAt: string | null;
  readonly stepsOverAt: string | null;
  readonly cleanedAt: string | null;
  readonly endedAt: string | null;
  /** How long something waited for a person, until the steps were over. */
  readonly waitedForPeople: string;
  /** What is left of the steps' time; null: they are not over. */
  readonly machineTime: string | null;
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
    readonly rpo: RecoveryPoints | RecoveryPointSummary;
  };
  /** Missing in records of 0.1.0 before it was kept. */
  readonly clock?: RunClock;
  /** Missing where nobody was told anything. */
  readonly notifications?: readonly NotificationRecord[];
  /** The head of the chain of hashes over the run's journal, and its length. */
  readonly chain: { readonly head: string; readonly length: number };
}
