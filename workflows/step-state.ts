import type { Json, JsonObject } from '../plan/json.js';
import type { StepStatus, WaitingKind } from '../plan/outcome.js';
import type { PlanStep } from '../plan/plan.js';
import type { Person } from '../plan/run-input.js';
import type { FailureRecord, MachineRecord, WaitingRecord } from '../plan/run-record.js';
import type { SteeringCommand, SteeringVerb } from '../plan/steering.js';

/** Of the patches: from here on no failed read, refusal or stop closes the question whether something happened. */
export const QUESTIONS_STAY_OPEN = 'questions-stay-open';

/** A question to a person; the step's own fiber takes the answer. */
export interface Wait {
  readonly kind: WaitingKind;
  readonly since: string;
  readonly verbs: readonly SteeringVerb[];
  readonly choices: readonly string[];
  evidence: JsonObject;
  /** Of an approval: who has approved so far. */
  readonly given: Person[];
  answer: SteeringCommand | null;
}

/** Which item of a step with `foreach` a state is of. */
export interface ItemOf {
  /** The id of the step in the plan; the state's own `plan.id` is the item's. */
  readonly step: string;
  readonly key: string;
  /** The name of the item in expressions, and its value. */
  readonly as: string;
  readonly value: Json;
  /** CEL that says whether this item is done; null: nothing was said of single items. */
  readonly when: string | null;
  /** How many items its step has. */
  readonly of: number;
}

/**
 * The state of what is attempted: a step, or one item of a step with `foreach`. An item is a step of
 * its own with an id of its own (`plan.id`, of which its activities', drives' and children's ids are
 * made), so the code of a verb need not know which of the two it does.
 */
export interface StepState {
  readonly plan: PlanStep;
  /** null: the whole step. */
  readonly item: ItemOf | null;
  /** Of a step with `foreach`, once they are known. */
  items: readonly StepState[] | null;
  status: StepStatus;
  attempts: number;
  startedAt: string | null;
  endedAt: string | null;
  error: FailureRecord | null;
  output: Record<string, Json>;
  machines: readonly MachineRecord[];
  /** Where machines are driven one by one: how they stand at this moment. */
  machinesNow: (() => readonly MachineRecord[]) | null;
  /** The machines that a person named with the last answer; empty: all that are concerned. */
  named: readonly string[];
  wait: Wait | null;
  /** The child run that this step waits for, and what that one waits for. */
  child: {
    readonly run: string;
    waitingFor: readonly WaitingRecord[];
    /** It, or a child run of its own, cleans up. */
    isCleaning: boolean;
  } | null;
  /** How often it was looked at a child run of earlier: each look is an activity of its own. */
  looks: number;
  /** What `when` gave; null: not asked yet, or there is none. */
  isWanted: boolean | null;
  /** The clear failures that `retry` still allows to try again. */
  retriesLeft: number;
  /** Whether something that it sent happened is not known, and no person has said it. */
  isOpen: boolean;
  /** Skipped by a person: the run is degraded. */
  skippedByPerson: boolean;
  /** An approval that the runbook leaves out, or what comes after one: dependents are skipped too. */
  isLeftOut: boolean;
  /** Skipped because what it needs failed: those that need it are skipped too. */
  isBlocked: boolean;
}

export function newStepState(plan: PlanStep, item: ItemOf | null = null): StepState {
  return {
    plan,
    item,
    items: null,
    status: 'pending',
    attempts: 0,
    startedAt: null,
    endedAt: null,
    error: null,
    output: {},
    machines: [],
    machinesNow: null,
    named: [],
    wait: null,
    child: null,
    looks: 0,
    isWanted: null,
    retriesLeft: plan.retry?.attempts ?? 0,
    isOpen: false,
    skippedByPerson: false,
    isLeftOut: false,
    isBlocked: false,
  };
}

/** The machines of a step as they stand now. */
export function machinesOf({ machines, machinesNow }: StepState): readonly MachineRecord[] {
  return machinesNow === null ? machines : machinesNow();
}

/** Whether dependents may begin after this step; only asked of a step that is over. */
export function satisfiesDependents(step: StepState): boolean {
  switch (step.status) {
    case 'succeeded':
    case 'degraded':
    case 'ignored':
      return true;
    case 'skipped':
      return !step.isBlocked && !step.isLeftOut;
    case 'failed':
    case 'unknown':
    case 'cancelled':
    case 'pending':
    case 'running':
    case 'waiting':
      return false;
  }
}

/** Whether it has come to an end, from which a person may yet open it again. */
export function hasEnded({ status }: StepState): boolean {
  return status !== 'pending' && status !== 'running' && status !== 'waiting';
}

/** The id of the step in the plan, of an item too. */
export function stepIdOf(step: StepState): string {
  return step.item?.step ?? step.plan.id;
}

/** The step itself, or its items where it has some: what was done one by one. */
export function unitsOf(step: StepState): readonly StepState[] {
  return step.items ?? [step];
}

/** Every state of these steps, with those of their items. */
export function withItems(steps: readonly StepState[]): readonly StepState[] {
  return steps.flatMap((step) => [step, ...(step.items ?? [])]);
}
