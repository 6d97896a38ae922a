import type { Mode, PlanStep, PlanTarget } from '../../plan/plan.js';
import type { FaultInput } from '../../simulator/faults/fault.js';
import type { RunningSimulator } from '../../simulator/start-simulator.js';

export type Truth = ReturnType<RunningSimulator['truth']>;

/** Which simulated servers a call needs, and which faults and switches there are. */
export type World = 'manager' | 'console' | 'replicas';

/** One kind of mutating call: what run makes it, which request it is, and what really came of it. */
export interface CallKind {
  readonly name: string;
  readonly world: World;
  readonly mode: Mode;
  readonly targets: readonly PlanTarget[];
  readonly steps: readonly PlanStep[];
  readonly match: FaultInput['match'];
  /** Nobody is asked in a clean-up: what can't be told there is left over. */
  readonly isOfCleanUp?: boolean;
  /** How often the server really acted on the call, the worst of its targets. */
  readonly acted: (truth: Truth) => number;
  /** Whether a trace that proves it, or that a live run may adopt, can be seen by us at the end. */
  readonly hasEvidence: (truth: Truth) => boolean;
  /** Whether the machines are where the call wants them. */
  readonly isDone: (truth: Truth) => boolean;
}

/** At a failure a person is asked, so that what follows is seen. */
export const pause = { onFailure: 'pause' } as const;

export function plan(truth: Truth, name: string) {
  const found = truth.plans.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the scenario has no plan ${name}`);
  return found;
}

/** A task of a logon session that is still there; one run has one session at a time. */
export function hasTask(truth: Truth, operation: string): boolean {
  const alive = new Set(truth.logonSessions.map(({ id }) => id));
  return truth.tasks.some(
    (task) =>
      task.operation === operation && alive.has(task.logonSession) && task.success !== false,
  );
}

export function hasSession(truth: Truth, name: string): boolean {
  return truth.sessions.some((session) => session.plan === name && session.action !== 'undo');
}

export const isOver = (truth: Truth, name: string): boolean =>
  plan(truth, name).state === 'failedOver' || plan(truth, name).state === 'partlyFailedOver';
