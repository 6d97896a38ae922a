import type { Json, JsonObject } from '../plan/json.js';
import type { StepStatus, WaitingKind } from '../plan/outcome.js';
import type { PlanStep } from '../plan/plan.js';
import type { FailureRecord, MachineRecord } from '../plan/run-record.js';
import type { SteeringCommand, SteeringVerb } from '../plan/steering.js';

/** A question to a person; the step's own fiber takes the answer. */
export interface Wait {
  readonly kind: WaitingKind;
  readonly since: string;
  readonly verbs: readonly SteeringVerb[];
  readonly choices: readonly string[];
  readonly evidence: JsonObject;
  answer: SteeringCommand | null;
}

export interface StepState {
  readonly plan: PlanStep;
  status: StepStatus;
  attempts: number;
  startedAt: string | null;
  endedAt: string | null;
  error: FailureRecord | null;
  output: Record<string, Json>;
  machines: readonly MachineRecord[];
  wait: Wait | null;
  /** Skipped by a person: the run is degraded. */
  skippedByPerson: boolean;
  /** Skipped because what it needs failed: those that need it are skipped too. */
  isBlocked: boolean;
}

export function newStepState(plan: PlanStep): StepState {
  return {
    plan,
    status: 'pending',
    attempts: 0,
    startedAt: null,
    endedAt: null,
    error: null,
    output: {},
    machines: [],
    wait: null,
    skippedByPerson: false,
    isBlocked: false,
  };
}

/** Whether dependents may begin after this step; only asked of a step that is over. */
export function satisfiesDependents(step: StepState): boolean {
  switch (step.status) {
    case 'succeeded':
    case 'degraded':
    case 'ignored':
      return true;
    case 'skipped':
      return !step.isBlocked;
    case 'failed':
    case 'unknown':
    case 'cancelled':
    case 'pending':
    case 'running':
    case 'waiting':
      return false;
  }
}
