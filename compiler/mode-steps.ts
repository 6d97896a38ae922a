import type { Mode } from '../plan/plan.js';
import type { StepAction } from './action.js';
import type { RunbookStep } from './runbook.js';
import { orderSteps } from './step-order.js';

/** A step of one mode, with its needs resolved. */
export interface ModeStep {
  readonly step: RunbookStep;
  readonly action: StepAction;
  readonly needs: readonly string[];
}

/** What a step needs as it was written: where nothing is said, the step above. */
export function writtenNeeds(steps: readonly RunbookStep[], index: number): readonly string[] {
  const needs = steps[index]?.needs;
  if (needs !== undefined && needs !== null) return needs.map(({ value }) => value);
  const above = steps[index - 1];
  return above === undefined ? [] : [above.id];
}

/**
 * The steps of a mode, each after those that it needs, else in the order of the runbook. A step that
 * the mode leaves out is replaced, where it is needed, by its own needs.
 */
export function stepsOfMode(steps: readonly RunbookStep[], mode: Mode): readonly ModeStep[] {
  const written = new Map(
    steps.map((step, index) => [step.id, { step, needs: writtenNeeds(steps, index) }]),
  );
  const nodes = [...written].map(([id, { needs }]) => ({ id, needs }));
  // For a step of the mode: itself; for one that is left out: what stands for it.
  const standsFor = new Map<string, readonly string[]>();
  const result: ModeStep[] = [];
  for (const id of orderSteps(nodes).order) {
    const found = written.get(id);
    if (found === undefined) continue;
    const { step } = found;
    const needs = [...new Set(found.needs.flatMap((need) => standsFor.get(need) ?? []))].sort();
    const isLeftOut = step.modes !== null && !step.modes.value.includes(mode);
    standsFor.set(id, isLeftOut ? needs : [id]);
    if (!isLeftOut && step.action !== null) result.push({ step, action: step.action, needs });
  }
  return result;
}
