import { setCurrentDetails } from '@temporalio/workflow';
import type { WaitingRecord } from '../plan/run-record.js';
import type { Run } from './run.js';
import { waitingFor } from './record.js';
import { machinesOf, type StepState, unitsOf } from './step-state.js';

/** How many steps the table in Temporal's UI shows at most. */
const MOST_ROWS = 200;
const MOST_WAITS = 10;

/** Tells the run's story where Temporal's own UI shows it: as current details, in Markdown. */
export function tellStory(run: Run): void {
  const { plan } = run.input;
  const steps = [...run.steps, ...run.always];
  const rows = steps.slice(0, MOST_ROWS).map(row);
  const more = steps.length > MOST_ROWS ? [`| ... ${steps.length - MOST_ROWS} more | | | |`] : [];
  const waits = waitingFor(run);
  const message = run.message ?? run.stop?.message ?? null;
  // What matters stands first: the page shows a few lines, the rest by scrolling.
  setCurrentDetails(
    [
      `**${plan.mode}** of **${cell(plan.runbook.title ?? plan.runbook.id)}**: ${run.outcome ?? doing(run, waits.length > 0)}, clean-up ${run.cleanup.verdict}`,
      ...(message === null ? [] : [`> ${cell(message)}`]),
      // A list that follows a paragraph at once is shown as part of it.
      ...(waits.length === 0 ? [] : ['']),
      ...waits.slice(0, MOST_WAITS).map((wait) => cell(waitLine(run, wait))),
      ...(waits.length > MOST_WAITS ? [`- ${waits.length - MOST_WAITS} more wait`] : []),
      ...(waits.length === 0 ? [] : ['', `How to answer: \`drillbook status ${run.id}\``]),
      '',
      '| step | verb | status | machines |',
      '|---|---|---|---|',
      ...rows,
      ...more,
    ].join('\n'),
  );
}

function doing({ phase, stop }: Run, isWaiting: boolean): string {
  if (phase !== 'steps') return phase;
  if (isWaiting) return 'waits';
  return stop === null ? 'running' : 'stopping';
}

function waitLine(
  run: Run,
  { run: child, step, item, kind, since, choices }: WaitingRecord,
): string {
  const where = [child ?? '', step, item ?? ''].filter((part) => part !== '').join(', ');
  const what = choices.length === 0 ? '' : `: ${choices.join(', ')}`;
  return `- **${where === '' ? `the run ${run.id}` : where}** waits (${kind}) since ${since}${what}`;
}

function row(step: StepState): string {
  const found = new Map<string, number>();
  for (const { result } of unitsOf(step).flatMap((unit) => [...machinesOf(unit)]))
    found.set(result, (found.get(result) ?? 0) + 1);
  const machines = [...found].map(([result, count]) => `${count} ${result}`).join(', ');
  const over = step.items?.filter(({ endedAt }) => endedAt !== null).length ?? 0;
  const items = step.items === null ? '' : ` (${over} of ${step.items.length} items)`;
  return `| ${step.plan.id} | ${step.plan.verb} | ${step.status}${items} | ${machines} |`;
}

/** Foreign text must not break the table. */
function cell(text: string): string {
  return text.replace(/[|\r\n<>]/g, ' ').slice(0, 300);
}
