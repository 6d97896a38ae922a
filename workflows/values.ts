import { evaluateValue, runValues } from '../plan/expression.js';
import type { Json } from '../plan/json.js';
import type { Value } from '../plan/value.js';
import type { Run } from './run.js';

/** The value of an expression as things stand now; throws ExpressionError where it has none. */
export function evaluate(run: Run, value: Value): Json {
  const { plan, inputs } = run.input;
  return evaluateValue(
    value,
    runValues(plan.inputs, inputs, {
      id: run.id,
      mode: plan.mode,
      runbook: plan.runbook.id,
      startedAt: run.startedAt,
      outcome: run.outcome,
    }),
  );
}
