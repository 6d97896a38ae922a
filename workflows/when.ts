import { ExpressionError } from '../plan/expression.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';
import { evaluateCel } from './values.js';
import { failed, type Verdict } from './verdict.js';

/**
 * Asks the `when` of a step, or of an item, once, when all that it needs is over. null: it runs. One that
 * is left out satisfies its dependents, but for an approval: what waits for one must not go on without it.
 */
export function whyNotWanted(run: Run, step: StepState): Verdict | null {
  const { plan } = step;
  // An item has one of its own only where it names the item: the step's was asked for all of them.
  const when = step.item === null ? (plan.when ?? null) : step.item.when;
  if (when === null || step.isWanted !== null) return null;
  let value;
  try {
    value = evaluateCel(run, step, when);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    run.log('when', plan.id, { cel: when, problem: error.message });
    return failed('BadValue', `its \`when\` can't be evaluated: ${error.message}`);
  }
  run.log('when', plan.id, { cel: when, value });
  if (typeof value !== 'boolean') {
    return failed('BadValue', `its \`when\` gives neither true nor false: ${when}`);
  }
  step.isWanted = value;
  if (value) return null;
  step.output['skipped'] = `its \`when\` is false: ${when}`;
  // Of items, it is the step that is left out, when all of them are.
  step.isLeftOut = step.item === null && plan.verb === 'approve';
  return { kind: 'done', outcome: 'skipped' };
}
