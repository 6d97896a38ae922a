import { upsertMemo, type ChildWorkflowHandle, type Workflow } from '@temporalio/workflow';
import type { LoggedCall, ResolvedTarget } from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import type { CleanupVerdict, RunOutcome } from '../plan/outcome.js';
import type { CleanupTarget, InterventionRecord } from '../plan/run-record.js';
import type { RunInput } from '../plan/run-input.js';
import type { SteeringCommand } from '../plan/steering.js';
import type { Drive } from './drive.js';
import { Journal } from './journal.js';
import { sinks } from './record-sinks.js';
import type { StepState } from './step-state.js';

/** Why no step begins any more. */
export interface Stop {
  readonly outcome: 'failed' | 'aborted' | 'unknown';
  readonly message: string;
}

/** The state of one run, in workflow memory: rebuilt from history by replay. */
export class Run {
  readonly input: RunInput;
  readonly id: string;
  readonly startedAt: string;
  readonly journal = new Journal();
  readonly steps: readonly StepState[];
  readonly always: readonly StepState[];
  readonly interventions: InterventionRecord[] = [];
  /** What was driven, in order of start: clean-up goes through it backwards. */
  readonly drives: Drive[] = [];
  /** The marks that this run has made, by VBR plan id. */
  readonly marks = new Map<string, ChildWorkflowHandle<Workflow>>();
  targets = new Map<string, ResolvedTarget>();
  evidenceLagSeconds: Readonly<Record<string, number>> = {};
  outcome: RunOutcome | null = null;
  message: string | null = null;
  endedAt: string | null = null;
  cleanup: { verdict: CleanupVerdict; targets: CleanupTarget[] };
  /** Set while the run waits for a target that another run holds. */
  waitingForTarget: { since: string; evidence: JsonObject } | null = null;
  phase: 'admission' | 'steps' | 'cleanup' | 'always' | 'finished' = 'admission';
  #stop: Stop | null = null;
  #abortCount = 0;
  abortsBeforeCleanUp = 0;
  readonly #onStop = new Set<() => void>();

  /** After a reset nothing is sent until a person has confirmed it. */
  isResetConfirmed = false;

  constructor(input: RunInput, id: string, steps: StepState[], always: StepState[]) {
    this.input = input;
    this.id = id;
    this.startedAt = now();
    this.steps = steps;
    this.always = always;
    this.cleanup = {
      verdict: input.plan.mode === 'drill' ? 'pending' : 'not-needed',
      targets: [],
    };
  }

  get isDrill(): boolean {
    return this.input.plan.mode === 'drill';
  }

  /** Nothing more is begun: the policy, a person or a time limit has ended the run. */
  get stop(): Stop | null {
    return this.#stop;
  }

  get isAborted(): boolean {
    return this.#abortCount > 0;
  }

  /** Aborting again during clean-up ends the clean-up. */
  get abortCount(): number {
    return this.#abortCount;
  }

  /** Begins nothing more. The first reason stays, but an abort by a person goes before a policy. */
  stopWith(stop: Stop): void {
    if (this.#stop === null || (stop.outcome === 'aborted' && this.#stop.outcome === 'failed')) {
      this.#stop = stop;
      this.log('stop', null, { outcome: stop.outcome, message: stop.message });
    }
    for (const wake of this.#onStop) wake();
  }

  abort(by: SteeringCommand | 'cancelled'): void {
    this.#abortCount += 1;
    const who = by === 'cancelled' ? 'a cancel request' : by.person.name;
    const why = by === 'cancelled' || by.reason === '' ? '' : `: ${by.reason}`;
    this.stopWith({ outcome: 'aborted', message: `aborted by ${who}${why}` });
  }

  /** Calls `wake` when the run stops; returns what takes it back. */
  onStop(wake: () => void): () => void {
    this.#onStop.add(wake);
    return () => this.#onStop.delete(wake);
  }

  target(id: string): ResolvedTarget {
    const found = this.targets.get(id);
    if (found === undefined) throw new Error(`target ${id} was not admitted`);
    return found;
  }

  lagSeconds(connection: string): number {
    return this.evidenceLagSeconds[connection] ?? 120;
  }

  log(kind: string, step: string | null, facts: JsonObject): void {
    this.journal.add(now(), kind, step, facts);
    sinks.record.head(this.id, this.journal.head, this.journal.entries.length);
  }

  /** Journals the calls of an activity without their bodies; the whole is in the history. */
  logCalls(step: string | null, calls: readonly LoggedCall[]): void {
    for (const call of calls) this.log('call', step, withoutBodies(call));
  }

  /** Keeps the list of runs readable without asking each run's workflow. */
  publish(summary: JsonObject): void {
    upsertMemo({ run: summary });
  }
}

/** Workflow time as ISO 8601: the same at each replay. */
export function now(): string {
  return new Date(Date.now()).toISOString();
}

function withoutBodies(call: LoggedCall): JsonObject {
  const { operation, method, path, status, startedAt, milliseconds, failure } = call;
  const { responseDigest, serverTime, count, lastAt } = call;
  return {
    operation,
    method,
    path,
    status,
    startedAt,
    milliseconds,
    failure,
    responseDigest,
    serverTime,
    count,
    lastAt,
  };
}
