import { parseDuration } from '../../plan/duration.js';
import { planHash } from '../../plan/canonical.js';
import type { Plan, PlanStep, WaitStep } from '../../plan/plan.js';

/**
 * The plan with all its times divided by the speed: the same decisions, sooner. How old a restore
 * point may be (RPO) stays, because the points of a test have their real ages. `waits` has the
 * seconds of the wait steps that the test speaks of.
 */
export function scalePlan(
  plan: Plan,
  speed: number,
  waits: Readonly<Record<string, number>>,
): Plan {
  const scaled = (steps: readonly PlanStep[]) => steps.map((step) => scaleStep(step, speed, waits));
  return {
    ...plan,
    objectives: {
      ...plan.objectives,
      rtoSeconds: scaleSeconds(plan.objectives.rtoSeconds, speed),
    },
    limits: {
      pauseTimeoutSeconds: scaleSeconds(plan.limits.pauseTimeoutSeconds, speed),
      cleanupTimeoutSeconds: scaleSeconds(plan.limits.cleanupTimeoutSeconds, speed),
    },
    steps: scaled(plan.steps),
    always: scaled(plan.always),
  };
}

/**
 * In eighths of a second, upwards: so small a part is the same number in binary, and none becomes
 * nothing.
 */
export function scaleSeconds<T extends number | null>(seconds: T, speed: number): T;
export function scaleSeconds(seconds: number | null, speed: number): number | null {
  return seconds === null ? null : Math.ceil((seconds / speed) * 8) / 8;
}

function scaleStep(
  step: PlanStep,
  speed: number,
  waits: Readonly<Record<string, number>>,
): PlanStep {
  const { retry } = step;
  const common = {
    timeoutSeconds: scaleSeconds(step.timeoutSeconds, speed),
    ...(retry === undefined
      ? {}
      : { retry: { ...retry, everySeconds: scaleSeconds(retry.everySeconds, speed) } }),
  };
  switch (step.verb) {
    case 'failover':
    case 'undo':
      return { ...step, ...common, pollSeconds: scaleSeconds(step.pollSeconds, speed) };
    case 'check':
      return {
        ...step,
        ...common,
        everySeconds: scaleSeconds(step.everySeconds, speed),
        withinSeconds: scaleSeconds(step.withinSeconds, speed),
      };
    case 'approve':
      return {
        ...step,
        ...common,
        remindEverySeconds: scaleSeconds(step.remindEverySeconds, speed),
      };
    case 'wait':
      return { ...step, ...common, wait: scaleWait(step, speed, waits[step.id]) };
    case 'runbook': {
      const plan = scalePlan(step.plan, speed, waits);
      return { ...step, ...common, plan, planHash: planHash(plan) };
    }
    case 'readiness':
    case 'update':
    case 'task':
    case 'http':
    case 'notify':
      return { ...step, ...common };
  }
}

/** A length that only the run can know is none, unless the test says one. */
function scaleWait({ wait }: WaitStep, speed: number, said: number | undefined): WaitStep['wait'] {
  const seconds = said ?? (wait.kind === 'for' ? written(wait.duration) : null) ?? 0;
  return {
    kind: 'for',
    duration: { kind: 'literal', value: scaleSeconds(seconds, speed) },
  };
}

function written(duration: Extract<WaitStep['wait'], { kind: 'for' }>['duration']): number | null {
  if (duration.kind !== 'literal') return null;
  const { value } = duration;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseDuration(value) : null;
}
