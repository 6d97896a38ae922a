import type { JsonObject } from '../plan/json.js';
import type { Plan } from '../plan/plan.js';
import { wrongUse } from './command-error.js';

/** The inputs as the plan declares them, from `--input name=value`; throws wrong use with each problem. */
export async function givenInputs(
  plan: Plan,
  given: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const { resolveInputs } = await import('../plan/inputs.js');
  const { values, problems } = resolveInputs(plan.inputs, given);
  if (problems.length === 0) return values;
  throw wrongUse(`the inputs are not right:\n${problems.map((p) => `  ${p}`).join('\n')}`);
}
