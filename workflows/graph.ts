import type { Run } from './run.js';
import { endStep } from './end-step.js';
import { whileHeld } from './hold-run.js';
import { executeStep } from './step.js';
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
    await whileHeld(run);
    const blocker = blockerOf(step, byId);
    if (run.phase === 'steps' && run.stop !== null) {
      step.isBlocked = true;
      endStep(run, step, 'skipped');
    } else if (blocker !== undefined && run.phase === 'steps') {
      skipAfter(run, step, blocker);
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

/** What a step needs and did not get; what failed goes before what was left out. */
function blockerOf(step: StepState, byId: ReadonlyMap<string, StepState>): StepState | undefined {
  const missing = step.plan.needs
    .flatMap((id) => byId.get(id) ?? [])
    .filter((needed) => !satisfiesDependents(needed));
  return missing.find(({ isLeftOut }) => !isLeftOut) ?? missing[0];
}

function skipAfter(run: Run, step: StepState, blocker: StepState): void {
  const { id } = blocker.plan;
  if (blocker.isLeftOut) {
    // On purpose, so it is nobody's failure.
    step.isLeftOut = true;
    step.output['skipped'] = `it needs ${id}, which was left out`;
  } else {
    step.isBlocked = true;
    step.error = { type: 'Blocked', message: `it needs ${id}, which did not succeed` };
  }
  endStep(run, step, 'skipped');
}
