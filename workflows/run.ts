import { upsertMemo, type ChildWorkflowHandle, type Workflow } from '@temporalio/workflow';
import type { AcceptedJob, LoggedCall, ResolvedTarget } from '../activities/contract.js';
import type { ResolvedReplicas } from '../activities/replica-contract.js';
import type { DrivenReplica } from '../plan/driven-replica.js';
import type { RunScope } from '../plan/expression-scope.js';
import type { JsonObject } from '../plan/json.js';
import type { CleanupVerdict, RunOutcome } from '../plan/outcome.js';
import type { EventChannels } from '../plan/notice.js';
import type { Groups } from '../plan/people.js';
import type {
  ApprovalRecord,
  CleanupTarget,
  InterventionRecord,
  NotificationRecord,
} from '../plan/run-record.js';
import type { Span } from '../plan/run-clock.js';
import type { RunInput } from '../plan/run-input.js';
import type { SteeringCommand } from '../plan/steering.js';
import type { GroupReport } from '../plan/workflow-names.js';
import { showJournalEntry } from './audit.js';
import type { Drive } from './drive.js';
import { Journal } from './journal.js';
import { sinks } from './record-sinks.js';
import type { StepState } from './step-state.js';

/** Why no step begins any more. */
export interface Stop {
  readonly outcome: 'failed' | 'aborted' | 'unknown';
  readonly message: string;
}

/** A person holds the whole run. */
export interface RunPause {
  /** ISO 8601. */
  readonly since: string;
  readonly by: string;
  readonly reason: string;
  /** The time limits of what has not begun stand still; false: an older version began the pause. */
  readonly holdsLimits: boolean;
}

/** A child run that is over, or was found to be there. */
export interface ChildSeen {
  readonly step: string;
  /** For the record; `cleanup` is null, or not there, where no word of its own tells it. */
  readonly summary: JsonObject;
  /** Temporal shows it as completed: then nothing was left over. Missing: it told its end itself. */
  readonly hasEndedWell?: boolean;
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
  readonly approvals: ApprovalRecord[] = [];
  /** People by group, as admitted: approvals are held against these, never against a later configuration. */
  groups: Groups = {};
  /** Who is told what, as admitted. */
  eventChannels: EventChannels = {};
  readonly notifications: NotificationRecord[] = [];
  /** Messages on their way: the run ends only when they are over. */
  readonly sending = new Set<Promise<void>>();
  /** Events that are told once. */
  readonly announced = new Set<'degraded' | 'failed'>();
  /** What became of the clean-ups of child runs. */
  readonly childCleanups: CleanupTarget[] = [];
  /** Child runs that are over, or were found to be there, by their ids. */
  readonly childEnds = new Map<string, ChildSeen>();
  /** What was driven, in order of start: clean-up goes through it backwards. */
  readonly drives: Drive[] = [];
  /** The undos that were accepted last, by VBR plan id: one that is not over is followed on. */
  readonly undoJobs = new Map<string, AcceptedJob>();
  /** What expressions may name, by where they stand: see `values.ts`. */
  readonly scopes = new Map<string, RunScope>();
  readonly #byId: ReadonlyMap<string, StepState>;
  /** The marks that this run has made, by VBR plan id. */
  readonly marks = new Map<string, ChildWorkflowHandle<Workflow>>();
  targets = new Map<string, ResolvedTarget>();
  replicaTargets = new Map<string, ResolvedReplicas>();
  /** The machines of each step that drives replicas: what an attempt leaves for the next. */
  readonly replicas = new Map<string, readonly DrivenReplica[]>();
  /** How many replicas this workflow itself has driven; the others are in workflows of groups. */
  replicasDriven = 0;
  /** Who hears the groups of replicas that are under way, by their workflows' ids. */
  readonly groupReports = new Map<string, (report: GroupReport) => void>();
  evidenceLagSeconds: Readonly<Record<string, number>> = {};
  outcome: RunOutcome | null = null;
  message: string | null = null;
  endedAt: string | null = null;
  /** false: an older version began it, whose record had no clock, recovery points or states. */
  hasClock = false;
  /** When the steps, and then the clean-up, were over. */
  stepsOverAt: string | null = null;
  cleanedAt: string | null = null;
  /** Times in which something waited for a person, over already. */
  readonly peopleWaited: Span[] = [];
  cleanup: { verdict: CleanupVerdict; targets: CleanupTarget[] };
  /** Set while the run waits for a target that another run holds. */
  waitingForTarget: { since: string; evidence: JsonObject } | null = null;
  phase: 'admission' | 'steps' | 'cleanup' | 'always' | 'finished' = 'admission';
  /** Set while a person holds the whole run: what runs goes on, nothing begins. */
  pause: RunPause | null = null;
  /** A person wants undone what this run has started. */
  isUndoAsked = false;
  #stop: Stop | null = null;
  #abortCount = 0;
  /** Who aborted last and why, in words; null: nobody has. */
  lastAbort: string | null = null;
  /** A person has aborted again: clean-ups of child runs are to end. */
  isCleanUpToEnd = false;
  abortsBeforeCleanUp = 0;
  /** The steps under `always` wait for nothing any more; what is to be told is told all the same. */
  isAlwaysEnded = false;
  readonly #onStop = new Set<() => void>();
  readonly #onPause = new Set<(isPaused: boolean) => void>();

  /** What holds the steps of a target in a live run, by its id, and the readiness step that found it. */
  readonly blockers = new Map<string, { readonly step: string; readonly what: string }>();

  /** After a reset nothing is sent until a person has confirmed it. */
  isResetConfirmed = false;
  /** The question whether to go on after a reset: asked once in each attempt of a step. */
  resetQuestion: Promise<boolean> | null = null;

  constructor(input: RunInput, id: string, steps: StepState[], always: StepState[]) {
    this.input = input;
    this.id = id;
    this.startedAt = now();
    this.steps = steps;
    this.always = always;
    this.#byId = new Map([...steps, ...always].map((step) => [step.plan.id, step]));
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
    // Nothing is begun any more: there is nothing left to be held.
    this.setPause(null);
    for (const wake of this.#onStop) wake();
  }

  /** Holds the run, or lets it go on (null). */
  setPause(pause: RunPause | null): void {
    if (this.pause === pause) return;
    if (this.pause !== null) this.peopleWaited.push({ from: this.pause.since, to: now() });
    this.pause = pause;
    for (const tell of this.#onPause) tell(pause !== null);
  }

  /** Calls `tell` when the run is held, and when it goes on; returns what takes it back. */
  onPause(tell: (isPaused: boolean) => void): () => void {
    this.#onPause.add(tell);
    return () => this.#onPause.delete(tell);
  }

  abort(by: SteeringCommand | 'cancelled'): void {
    const who = by === 'cancelled' ? 'a cancel request' : by.person.name;
    const why = by === 'cancelled' || by.reason === '' ? '' : `: ${by.reason}`;
    const what = this.isUndoAsked ? 'ended and to be undone' : 'aborted';
    this.abortAs(`${what} by ${who}${why}`);
  }

  /** Aborts in words of one's own. */
  abortAs(message: string): void {
    this.#abortCount += 1;
    this.lastAbort = message;
    this.stopWith({ outcome: 'aborted', message });
  }

  /** Ends what the steps under `always` wait for; how the run ended they never change. */
  endAlways(by: string): void {
    this.isAlwaysEnded = true;
    this.log('always-ended', null, { by });
    for (const wake of this.#onStop) wake();
  }

  /** Calls `wake` when the run stops; returns what takes it back. */
  onStop(wake: () => void): () => void {
    this.#onStop.add(wake);
    return () => this.#onStop.delete(wake);
  }

  /** A step by its id; items have none of their own here. */
  step(id: string): StepState | undefined {
    return this.#byId.get(id);
  }

  target(id: string): ResolvedTarget {
    const found = this.targets.get(id);
    if (found === undefined) throw new Error(`target ${id} was not admitted`);
    return found;
  }

  replicaTarget(id: string): ResolvedReplicas {
    const found = this.replicaTargets.get(id);
    if (found === undefined) throw new Error(`target ${id} was not admitted`);
    return found;
  }

  lagSeconds(connection: string): number {
    return this.evidenceLagSeconds[connection] ?? 120;
  }

  log(kind: string, step: string | null, facts: JsonObject): void {
    const entry = this.journal.add(now(), kind, step, facts);
    sinks.record.head(this.id, this.journal.head, this.journal.entries.length);
    showJournalEntry(entry);
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

/** The bodies of the calls are in the history. */
export function withoutBodies(call: LoggedCall): JsonObject {
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
