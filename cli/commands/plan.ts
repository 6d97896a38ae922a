import type { Mode } from '../../plan/plan.js';
import { renderPlan } from '../../report/terminal/render-plan.js';
import { compileRunbook } from '../compile-runbook.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { givenInputs } from '../given-inputs.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';

export interface PlanArgs {
  readonly file: string;
  /** null: a drill where the runbook may be one, else live. */
  readonly mode: Mode | null;
  readonly inputs: Readonly<Record<string, string>>;
  readonly globals: Pick<GlobalOptions, 'json'>;
}

/**
 * Prints the plan that a runbook compiles to. Inputs are checked only when some are given: a plan
 * can be read before they are known.
 */
export async function plan(args: PlanArgs, io: Io): Promise<ExitCode> {
  const compiled = await compileRunbook(args.file, args.mode, io);
  const hasInputs = Object.keys(args.inputs).length > 0;
  const inputs = hasInputs ? await givenInputs(compiled.plan, args.inputs) : {};
  const { planHash, runbookHash } = compiled;
  if (args.globals.json) {
    const result = { planHash, runbookHash, plan: compiled.plan };
    io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else {
    io.stdout.write(renderPlan(compiled.plan, { planHash, inputs }, { colour: io.colour.stdout }));
  }
  return EXIT.done;
}
