import { stepsOfItems } from '../plan/foreach.js';
import type { PlanStep } from '../plan/plan.js';
import type { Run } from './run.js';
import { stepIdOf, type StepState } from './step-state.js';
import { failed, type Verdict } from './verdict.js';

/**
 * In a live run a blocker holds only the steps of its target, and of those the ones that come after the
 * step that found it. null: nothing holds this one. A person who says `retry` sends it on its way.
 */
export function heldByReadiness(run: Run, step: StepState): Verdict | null {
  const target = drivenTarget(step.plan);
  const blocker = target === null ? undefined : run.blockers.get(target);
  if (blocker === undefined) return null;
  const isAfter = stepsAfter(run, blocker.step).some(({ id }) => id === stepIdOf(step));
  if (!isAfter) return null;
  // Only a person sends it on its way, no `retry` of the runbook.
  step.retriesLeft = 0;

  return failed('NotReady', `${blocker.step} found: ${blocker.what}`);
}

/** Whether something that comes after a readiness step can go on though these targets can't. */
export function canGoOnWithout(run: Run, readiness: string, blocked: ReadonlySet<string>): boolean {
  return stepsAfter(run, readiness)
    .flatMap(stepsOfItems)
    .some((step) => {
      const target = drivenTarget(step);
      return step.verb === 'runbook' || (target !== null && !blocked.has(target));
    });
}

/** The steps that need it, or need what needs it. */
function stepsAfter(run: Run, first: string): readonly PlanStep[] {
  const after = new Map<string, PlanStep | null>([[first, null]]);
  for (let size = 0; size !== after.size;) {
    size = after.size;
    for (const { plan } of run.steps) {
      if (!after.has(plan.id) && plan.needs.some((need) => after.has(need))) {
        after.set(plan.id, plan);
      }
    }
  }
  return [...after.values()].filter((plan) => plan !== null);
}

function drivenTarget(step: PlanStep): string | null {
  const isDriven = step.verb === 'failover' || step.verb === 'undo' || step.verb === 'update';

  return isDriven ? step.target : null;
}
