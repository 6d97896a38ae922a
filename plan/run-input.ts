import type { JsonObject } from './json.js';
import type { Plan } from './plan.js';
import type { RunRecord, RunSummary } from './run-record.js';

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
