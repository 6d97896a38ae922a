import { evaluateExpression, evaluateValue } from '../plan/expression.js';
import type { RunScope } from '../plan/expression-scope.js';
import { runScope, scopedValues, type ExpressionValues } from '../plan/expression-values.js';
import type { Json } from '../plan/json.js';
import type { Value } from '../plan/value.js';
import { toStepRecord } from './record.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';

/**
 * The value of an expression as things stand now, for a step or one of its items; throws
 * ExpressionError where it has none.
 */
export function evaluate(run: Run, step: StepState, value: Value): Json {
  // Nothing is made of the record for a value that is written out.
  return value.kind === 'literal' ? value.value : evaluateValue(value, valuesFor(run, step));
}

/** The same for something that people read: what is no text is shown as JSON. */
export function evaluateText(run: Run, step: StepState, value: Value): string {
  const found = evaluate(run, step, value);
  return typeof found === 'string' ? found : JSON.stringify(found);
}

/** The same of bare CEL: `when`, `items`, `key`, `expr`. */
export function evaluateCel(run: Run, step: StepState, cel: string): Json {
  return evaluateExpression(cel, valuesFor(run, step));
}

/** What a step's expressions may name. The only place where a run's variables are made. */
function valuesFor(run: Run, step: StepState): ExpressionValues {
  const { plan, inputs } = run.input;
  return scopedValues(scopeFor(run, step.item?.as ?? null), {
    inputs,
    run: {
      id: run.id,
      mode: plan.mode,
      runbook: plan.runbook.id,
      startedAt: run.startedAt,
      outcome: run.outcome,
    },
    steps: {
      get: (id) => {
        const state = run.step(id);
        return state === undefined ? undefined : toStepRecord(state);
      },
    },
    item: step.item?.value ?? null,
  });
}

/** Made once: hundreds of items evaluate in it, each a few values. */
function scopeFor(run: Run, itemName: string | null): RunScope {
  const isAlways = run.outcome !== null;
  const key = `${isAlways ? 'always' : 'steps'} ${itemName ?? ''}`;
  const known = run.scopes.get(key);
  if (known !== undefined) return known;
  const { plan } = run.input;
  const steps = [...plan.steps, ...plan.always].map(
    ({ id, verb, foreach }) => [id, { verb, hasItems: foreach !== undefined }] as const,
  );
  const facts = { isAlways, steps: new Map(steps), targets: plan.targets, itemName };
  const made = runScope(plan.inputs, facts);
  run.scopes.set(key, made);
  return made;
}
