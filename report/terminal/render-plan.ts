import type { JsonObject } from '../../plan/json.js';
import type { Plan, PlanStep } from '../../plan/plan.js';
import { describeItems, describeLimits } from './describe-step.js';
import { drawGraph } from './draw-graph.js';
import { palette, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { renderLongestPath } from './render-limits.js';
import { renderTargets } from './render-targets.js';
import { stepSubject } from './step-subject.js';
import { alignRows } from './table.js';
import { formatElapsed } from './times.js';

/** An input of type run is a whole record. */
const VALUE_WIDTH = 200;

/** A plan as a person reads it before a run: what is driven, in which order, by which calls. */
export function renderPlan(
  plan: Plan,
  facts: { readonly planHash: string; readonly inputs: JsonObject },
  options: { readonly colour: boolean },
): string {
  const colours = palette(options.colour);
  const title = plan.runbook.title === null ? '' : `: ${plainText(plan.runbook.title)}`;
  const lines = [
    colours.bold(`${plan.mode} of ${plan.runbook.id}${title}`),
    colours.dim(`  plan ${facts.planHash}`),
    ...renderInputs(facts.inputs),
    ...renderLimits(plan),
    '',
    colours.bold('Targets'),
    ...renderTargets(plan.targets),
    '',
    colours.bold('Steps'),
    ...renderPlanSteps(plan.steps, plan, colours),
  ];
  if (plan.always.length > 0) {
    lines.push('', colours.bold('Always, at the end'));
    lines.push(...renderPlanSteps(plan.always, plan, colours));
  }
  lines.push('', colours.bold('Order'), ...drawGraph(plan.steps).map((line) => `  ${line}`));
  lines.push('', colours.bold('Longest path'), ...renderLongestPath(plan));
  return `${lines.join('\n')}\n`;
}

function renderInputs(inputs: JsonObject): string[] {
  const rows = Object.entries(inputs).map(([name, value]) => [
    { text: name },
    { text: cut(plainText(JSON.stringify(value)), VALUE_WIDTH) },
  ]);
  return rows.length === 0 ? [] : ['', 'Inputs', ...alignRows(rows, '  ')];
}

function renderLimits(plan: Plan): string[] {
  const { rtoSeconds, rpoSeconds } = plan.objectives;
  const parts: string[] = [];
  if (plan.mode === 'drill') {
    parts.push(`a pause ends after ${duration(plan.limits.pauseTimeoutSeconds)}`);
    parts.push(`clean-up has ${duration(plan.limits.cleanupTimeoutSeconds)}`);
  }
  if (rtoSeconds !== null) parts.push(`RTO ${duration(rtoSeconds)}`);
  if (rpoSeconds !== null) parts.push(`RPO ${duration(rpoSeconds)}`);
  return parts.length === 0 ? [] : [`  ${parts.join('; ')}`];
}

function renderPlanSteps(steps: readonly PlanStep[], plan: Plan, colours: Palette): string[] {
  return steps.flatMap((step, index) => {
    const title = step.title === null ? '' : colours.dim(`  ${plainText(step.title)}`);
    return [
      `  ${index + 1}. ${colours.bold(step.id)}  ${stepSubject(step)}${title}`,
      ...describeItems(step, plan).map((line) => `       ${line}`),
      colours.dim(`       ${describeLimits(step)}`),
    ];
  });
}

function duration(seconds: number): string {
  return formatElapsed(seconds * 1000);
}
