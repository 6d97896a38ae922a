import { toCel } from './cel-value.js';
import type { CelNode } from './cel-node.js';
import { environmentOf } from './cel-environment.js';
import type { RunScope } from './expression-scope.js';
import type { ExpressionValues } from './expression-values.js';
import { runScope, scopedValues } from './expression-values.js';
import type { Json, JsonObject } from './json.js';
import type { Plan } from './plan.js';
import type { RunRecord } from './run-record.js';

/** The parts of a run's record that an expectation may name, beside those of every expression. */
const RECORD_PARTS = [
  'approvals',
  'interventions',
  'cleanup',
  'objectives',
  'clock',
  'notifications',
] as const;

/** What the simulated servers counted of each target, whatever the run was told. */
export const VEEAM = 'veeam';

/** What an expectation on a run that is over may name. */
export function endedRunScope(plan: Plan): RunScope {
  const steps = [...plan.steps, ...plan.always];
  const scope = runScope(plan.inputs, {
    isAlways: true,
    steps: new Map(
      steps.map(({ id, verb, foreach }) => [id, { verb, hasItems: foreach !== undefined }]),
    ),
    targets: plan.targets,
    itemName: null,
  });
  return { ...scope, ended: [...RECORD_PARTS, VEEAM] };
}

/** The values of a scope of `endedRunScope`. Throws a RangeError for lists of over 1,000 items. */
export function endedRunValues(
  scope: RunScope,
  {
    record,
    inputs,
    veeam,
  }: { readonly record: RunRecord; readonly inputs: JsonObject; readonly veeam: Json },
): ExpressionValues {
  const { id, mode, runbook, startedAt, outcome } = record.run;
  const steps = new Map(record.steps.map((step) => [step.id, step]));
  const values = scopedValues(scope, {
    inputs,
    run: { id, mode, runbook, startedAt, outcome },
    steps,
    item: null,
  });
  const parts = RECORD_PARTS.map((name): [string, unknown] => [
    name,
    // The record is JSON; its types say more than JSON can.
    toCel((record[name] ?? null) as unknown as Json),
  ]);
  return {
    ...values,
    variables: { ...values.variables, ...Object.fromEntries(parts), [VEEAM]: toCel(veeam) },
  };
}

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

/**
 * The parts of an expression whose values say why it did not hold: both sides of a comparison, and
 * those of each one that `&&` or `||` joins. Literals say nothing new and are left out.
 */
export function tellingParts(cel: string, scope: RunScope): readonly string[] {
  const parts: string[] = [];
  const walk = (node: CelNode): void => {
    const sides = Array.isArray(node.args) ? (node.args as readonly CelNode[]) : [];
    if (node.op === '&&' || node.op === '||') sides.forEach(walk);
    else if (COMPARISONS.has(node.op)) {
      parts.push(
        ...sides.filter(({ op }) => op !== 'value').map((side) => cel.slice(side.start, side.end)),
      );
    } else if (node.op !== 'value') parts.push(cel.slice(node.start, node.end));
  };
  walk(environmentOf(scope).parse(cel).ast);
  return [...new Set(parts)];
}
