import { ExpressionError } from '../plan/expression.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';
import { evaluateCel } from './values.js';
import { failed, type Verdict } from './verdict.js';

/**
 * Asks a step's `when`, once, when all that it needs is over. null: it runs. One that is left out
 * satisfies its dependents, but for an approval: what waits for one must not go on without it.
 */
export function whyNotWanted(run: Run, step: StepState): Verdict | null {
  const { plan } = step;
  // It is asked for the step, not for each of its items.
  if (plan.when === undefined || step.item !== null || step.isWanted !== null) return null;
  let value;
  try {
    value = evaluateCel(run, step, plan.when);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    run.log('when', plan.id, { cel: plan.when, problem: error.message });
    return failed('BadValue', `its \`when\` can't be evaluated: ${error.message}`);
  }
  run.log('when', plan.id, { cel: plan.when, value });
  if (typeof value !== 'boolean') {
    return failed('BadValue', `its \`when\` gives neither true nor false: ${plan.when}`);
  }
  step.isWanted = value;
  if (value) return null;
  step.output['skipped'] = `its \`when\` is false: ${plan.when}`;
  step.isLeftOut = plan.verb === 'approve';
  return { kind: 'done', outcome: 'skipped' };
}
