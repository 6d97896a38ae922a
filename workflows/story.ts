import { setCurrentDetails } from '@temporalio/workflow';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';

/** How many steps the table in Temporal's UI shows at most. */
const MOST_ROWS = 200;

/** Tells the run's story where Temporal's own UI shows it: as current details, in Markdown. */
export function tellStory(run: Run): void {
  const { plan } = run.input;
  const steps = [...run.steps, ...run.always];
  const rows = steps.slice(0, MOST_ROWS).map(row);
  const more = steps.length > MOST_ROWS ? [`| ... ${steps.length - MOST_ROWS} more | | | |`] : [];
  const waits = run.steps.flatMap(({ plan: step, wait }) =>
    wait === null
      ? []
      : [`- **${step.id}** waits for a person since ${wait.since}: ${wait.choices.join(', ')}`],
  );
  setCurrentDetails(
    [
      `**${plan.mode}** of **${cell(plan.runbook.title ?? plan.runbook.id)}**: ${run.outcome ?? run.phase}`,
      ...(run.message === null ? [] : [`> ${cell(run.message)}`]),
      ...waits,
      '',
      '| step | verb | status | machines |',
      '|---|---|---|---|',
      ...rows,
      ...more,
      '',
      `clean-up: ${run.cleanup.verdict}`,
    ].join('\n'),
  );
}

function row(step: StepState): string {
  const found = new Map<string, number>();
  for (const { result } of step.machines) found.set(result, (found.get(result) ?? 0) + 1);
  const machines = [...found].map(([result, count]) => `${count} ${result}`).join(', ');
  return `| ${step.plan.id} | ${step.plan.verb} | ${step.status} | ${machines} |`;
}

/** Foreign text must not break the table. */
function cell(text: string): string {
  return text.replace(/[|\r\n<>]/g, ' ').slice(0, 300);
}
