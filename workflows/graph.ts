import type { Run } from './run.js';
import { endStep, executeStep } from './step.js';
import { satisfiesDependents, type StepState } from './step-state.js';

/**
 * Runs steps in graph order: each begins when all that it needs are over, at once where nothing is
 * needed. A stopped run begins none: what is running goes to its end, the rest is skipped.
 */
export async function runGraph(run: Run, steps: readonly StepState[]): Promise<void> {
  const byId = new Map(steps.map((step) => [step.plan.id, step]));
  const missing = new Map(steps.map((step) => [step, step.plan.needs.length]));
  const dependents = new Map<StepState, StepState[]>(steps.map((step) => [step, []]));
  for (const step of steps) {
    for (const need of step.plan.needs) {
      const needed = byId.get(need);
      if (needed !== undefined) dependents.get(needed)?.push(step);
    }
  }

  async function runOne(step: StepState): Promise<void> {
    const blocker = step.plan.needs.find((id) => {
      const needed = byId.get(id);
      return needed !== undefined && !satisfiesDependents(needed);
    });
    if (run.phase === 'steps' && run.stop !== null) {
      step.isBlocked = true;
      endStep(run, step, 'skipped');
    } else if (blocker !== undefined && run.phase === 'steps') {
      step.isBlocked = true;
      step.error = { type: 'Blocked', message: `it needs ${blocker}, which did not succeed` };
      endStep(run, step, 'skipped');
    } else {
      await executeStep(run, step);
    }
    const ready = (dependents.get(step) ?? []).filter((dependent) => {
      const left = (missing.get(dependent) ?? 0) - 1;
      missing.set(dependent, left);
      return left === 0;
    });
    await Promise.all(ready.map(runOne));
  }

  await Promise.all(steps.filter((step) => step.plan.needs.length === 0).map(runOne));
}
