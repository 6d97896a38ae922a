import type { JsonObject } from './json.js';
import type { Plan } from './plan.js';
import type { RunRecord, RunSummary } from './run-record.js';
import type { Schedule } from './schedule.js';

/**
 * A person as a command stated it. Nothing proves it until people have keys, so the OS user and
 * the host go with it and `authenticated` is false.
 */
export interface Person {
  readonly name: string;
  readonly osUser: string;
  readonly host: string;
  readonly authenticated: boolean;
}

/** The one argument of the workflow `runPlan`; all of it is in the run's history. */
export interface RunInput {
  readonly plan: Plan;
  readonly planHash: string;
  /** The runbook's text, byte for byte, and the SHA-256 of its bytes. */
  readonly runbookSource: string;
  readonly runbookHash: string;
  readonly inputs: JsonObject;
  readonly engine: string;
  readonly startedBy: Person;
  readonly reason: string;
  /** When the disaster was declared (ISO 8601): the RTO counts from here, else from the start. */
  readonly declaredAt: string | null;
  /** Wait for a target that another run holds, instead of refusing. */
  readonly wait: boolean;
  /** Live only: abort the drill that holds a target, then wait for its clean-up. */
  readonly preempt: boolean;
  /** The server knows Drillbook's search attributes; missing: it does not, and none are set. */
  readonly hasSearchAttributes?: true;
  /** The run that this one undoes; missing: none. */
  readonly undoes?: string;
  /** Of a run that a schedule began; missing: a person did. */
  readonly schedule?: ScheduleOrigin;
  /** Of a run that is a step of another one; missing: it was started by itself. */
  readonly parent?: ParentRun;
  /** The texts of the runbooks that this one runs, by their hash. */
  readonly childSources?: Readonly<Record<string, string>>;
}

/** The schedule that began a run, as it was applied. */
export interface ScheduleOrigin {
  /** The runbook's id, which is the schedule's. */
  readonly id: string;
  /** What the runbook says of it. */
  readonly spec: Schedule;
  readonly appliedBy: Person;
  /** ISO 8601. */
  readonly appliedAt: string;
  readonly reason: string;
  /** Where the runbook stood, and on which machine: `schedule list` looks whether it has changed since. */
  readonly file: string;
  readonly host: string;
}

/** The run that a child belongs to. */
export interface ParentRun {
  readonly run: string;
  readonly step: string;
  /** The runs above the parent, the top one first. */
  readonly above: readonly string[];
}

/** What a run's workflow returns, and the detail of its failure: small, whatever the size. */
export interface RunResult {
  readonly run: RunSummary;
  readonly steps: readonly { readonly id: string; readonly status: string }[];
  readonly machines: Readonly<Record<string, number>>;
  readonly cleanup: string;
  readonly objectives: RunRecord['objectives'];
  readonly recordHash: string;
}
