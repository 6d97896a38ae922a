import type {
  ApproveStep,
  CheckStep,
  HttpStep,
  NotifyStep,
  TaskStep,
  WaitStep,
} from './action-step.js';
import type { Json } from './json.js';
import type { FailoverStep, ReadinessStep, StepBase, UndoStep, UpdateStep } from './step.js';
import type { PlanTarget } from './target.js';
import type { Value } from './value.js';

export * from './action-step.js';
export * from './probe.js';
export * from './step.js';
export * from './target.js';

/** The version of the plan's own form. The workflow refuses a version that it does not know. */
export const PLAN_VERSION = 1;

/** The version of the runbook language (the runbook's `apiVersion`). */
export const LANGUAGE = 'drillbook/v1';

export type Mode = 'drill' | 'live';

/**
 * A runbook compiled for one mode: ordered, typed, JSON. Its canonical form's SHA-256 is its
 * identity (`planHash`). It holds no secret, no clock and no answer of a server; a change of
 * comments or white space in the runbook leaves it as it was.
 */
export interface Plan {
  readonly planVersion: typeof PLAN_VERSION;
  readonly language: typeof LANGUAGE;
  readonly runbook: {
    readonly id: string;
    readonly title: string | null;
    readonly owner: string | null;
  };
  readonly mode: Mode;
  readonly inputs: readonly PlanInput[];
  readonly objectives: { readonly rtoSeconds: number | null; readonly rpoSeconds: number | null };
  readonly limits: {
    readonly pauseTimeoutSeconds: number;
    readonly cleanupTimeoutSeconds: number;
  };
  readonly targets: readonly PlanTarget[];
  /** In the order of the runbook; those that this mode leaves out are gone, `needs` resolved. */
  readonly steps: readonly PlanStep[];
  readonly always: readonly PlanStep[];
}

export type InputType =
  'string' | 'integer' | 'number' | 'boolean' | 'datetime' | 'duration' | 'list' | 'run';

export interface PlanInput {
  readonly name: string;
  readonly type: InputType;
  readonly description: string | null;
  readonly required: boolean;
  readonly default: Json;
  readonly enum: readonly Json[] | null;
  readonly pattern: string | null;
  readonly min: number | string | null;
  readonly max: number | string | null;
}

/**
 * Another runbook, as a child run in the same mode. Its plan was made with this one and is part of
 * its hash: what a child does can't change under a parent that was approved.
 */
export interface ChildRunbookStep extends StepBase {
  readonly verb: 'runbook';
  /** The file as the runbook names it. */
  readonly file: string;
  readonly plan: Plan;
  readonly planHash: string;
  /** SHA-256 of the child's text. */
  readonly runbookHash: string;
  /** The child's inputs, by name; one that is left out has its default. */
  readonly with: Readonly<Record<string, Value>>;
}

export type PlanStep =
  | ReadinessStep
  | FailoverStep
  | UndoStep
  | UpdateStep
  | CheckStep
  | ApproveStep
  | TaskStep
  | WaitStep
  | HttpStep
  | NotifyStep
  | ChildRunbookStep;

export type Verb = PlanStep['verb'];
