import type { Mode, Plan } from '../../plan/plan.js';
import { renderMermaid } from '../../report/mermaid.js';
import { drawGraph } from '../../report/terminal/draw-graph.js';
import { renderPaper } from '../../report/paper/render-paper.js';
import { renderPlan } from '../../report/terminal/render-plan.js';
import { wrongUse } from '../command-error.js';
import { compileRunbook } from '../compile-runbook.js';
import { readEarlierRun } from '../earlier-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { givenInputs } from '../given-inputs.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';

export type PlanGraph = 'text' | 'mermaid';

export interface PlanArgs {
  readonly file: string;
  /** null: a drill where the runbook may be one, else live. */
  readonly mode: Mode | null;
  readonly inputs: Readonly<Record<string, string>>;
  /** Only the order of the steps, in this form; null: the whole plan. */
  readonly graph: PlanGraph | null;
  /** The runbook on paper, in Markdown. */
  readonly print: boolean;
  readonly globals: GlobalOptions;
}

/**
 * Prints the plan that a runbook compiles to. Inputs are checked only when some are given: a plan
 * can be read before they are known.
 */
export async function plan(args: PlanArgs, io: Io): Promise<ExitCode> {
  const forms = [args.graph !== null, args.globals.json, args.print].filter((given) => given);
  if (forms.length > 1) {
    throw wrongUse('--graph, --json and --print exclude each other: keep one of them');
  }
  const compiled = await compileRunbook(args.file, args.mode, io);
  const hasInputs = Object.keys(args.inputs).length > 0;
  const earlier = (id: string) => readEarlierRun(id, args.globals, io);
  const inputs = hasInputs ? await givenInputs(compiled.plan, args.inputs, earlier) : {};
  const { planHash, runbookHash } = compiled;
  if (args.print) {
    io.stdout.write(renderPaper(compiled.plan, { planHash, file: args.file }));
  } else if (args.graph !== null) {
    io.stdout.write(drawn(compiled.plan, args.graph));
  } else if (args.globals.json) {
    const result = { planHash, runbookHash, plan: compiled.plan };
    io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else {
    io.stdout.write(renderPlan(compiled.plan, { planHash, inputs }, { colour: io.colour.stdout }));
  }
  return EXIT.done;
}

function drawn(plan: Plan, graph: PlanGraph): string {
  return graph === 'mermaid' ? renderMermaid(plan) : `${drawGraph(plan.steps).join('\n')}\n`;
}
