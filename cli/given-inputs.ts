import type { Json, JsonObject } from '../plan/json.js';
import type { Plan } from '../plan/plan.js';
import { wrongUse } from './command-error.js';

/**
 * The inputs as the plan declares them, from `--input name=value`; throws wrong use with each
 * problem. What is given for an input of type run is the id of a run, whose record is read.
 */
export async function givenInputs(
  plan: Plan,
  given: Readonly<Record<string, string>>,
  readEarlierRun: (runId: string) => Promise<JsonObject>,
): Promise<JsonObject> {
  const { resolveInputs } = await import('../plan/inputs.js');
  const runs = new Set(plan.inputs.filter(({ type }) => type === 'run').map(({ name }) => name));
  const read: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given)) {
    read[name] = runs.has(name) ? await readEarlierRun(value) : value;
  }
  const { values, problems } = resolveInputs(plan.inputs, read);
  if (problems.length === 0) return values;
  throw wrongUse(`the inputs are not right:\n${problems.map((p) => `  ${p}`).join('\n')}`);
}
