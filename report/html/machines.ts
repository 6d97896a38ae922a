import type { MachineRecord, RunRecord, StepRecord } from '../../plan/run-record.js';
import { html, joined, NOTHING, type Markup } from './markup.js';
import { badge, lengthBetween, moment, table, toneOf } from './pieces.js';

/** What needs a look stands first. */
export const RESULTS = [
  'failed',
  'unknown',
  'unverified',
  'warning',
  'cancelled',
  'skipped',
  'running',
  'succeeded',
] as const;

/** Of more machines than these the table is folded; what needs a look is shown, also on paper. */
const MOST_SHOWN = 60;

/** Each step with its status, and under it its machines: a grid to scan, then a table to read. */
export function steps(record: RunRecord): Markup {
  return table(
    'Steps',
    ['Step', 'Verb', 'Status', 'Attempts', 'Began', 'Took', 'Why'],
    record.steps.map((step) => [
      html`${step.id}`,
      step.verb,
      badge(step.status),
      String(step.attempts),
      moment(step.startedAt),
      lengthBetween(step.startedAt, step.endedAt),
      step.error?.message ?? textOf(step.output['skipped']) ?? textOf(step.output['rule']) ?? '',
    ]),
  );
}

export function machineGrids(record: RunRecord): Markup {
  return joined(record.steps.map(machineGrid));
}

function machineGrid({ id, machines }: StepRecord): Markup {
  if (machines.length === 0) return NOTHING;
  const sorted = [...machines].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const counts = RESULTS.flatMap((result) => {
    const count = machines.filter((machine) => machine.result === result).length;
    return count === 0 ? [] : [html`<li>${badge(result)} ${count}</li>`];
  });
  const isMany = machines.length > MOST_SHOWN;
  const needLook = sorted.filter(({ result }) => result !== 'succeeded' && result !== 'skipped');
  return html`<h3>${id}: ${machines.length} ${machines.length === 1 ? 'machine' : 'machines'}</h3>
    <ul class="counts">
      ${counts}
    </ul>
    <ul class="grid" aria-hidden="true">
      ${sorted.map((machine) => html`<li class="${toneOf(machine.result)}" title="${machine.name}: ${machine.result}"></li>`)}
    </ul>
    ${isMany ? machineTable(`Machines of ${id} that need a look`, needLook.slice(0, MOST_SHOWN)) : NOTHING}
    ${isMany && needLook.length > MOST_SHOWN ? html`<p>${needLook.length - MOST_SHOWN} more of them are in the table of all machines.</p>` : NOTHING}
    <details ${isMany ? NOTHING : html`open`}>
      <summary>All machines of ${id}</summary>
      ${machineTable(`Machines of ${id}`, sorted)}
    </details>`;
}

function machineTable(caption: string, machines: readonly MachineRecord[]): Markup {
  return table(
    caption,
    ['Machine', 'Result', 'Began', 'Took', 'Restore point', 'Message'],
    machines.map((machine) => [
      html`${machine.name}`,
      badge(machine.result),
      moment(machine.startedAt),
      lengthBetween(machine.startedAt, machine.endedAt),
      machine.restorePoint ?? '–',
      machine.message ?? '',
    ]),
  );
}

function rank({ result }: MachineRecord): number {
  return RESULTS.indexOf(result);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
