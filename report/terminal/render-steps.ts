import type { Json, JsonObject } from '../../plan/json.js';
import type { RunRecord, StepRecord } from '../../plan/run-record.js';
import { renderItems, tallyItems } from './render-items.js';
import { renderMachines, tally } from './render-machines.js';
import { byVerdict, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { alignRows, type Cell } from './table.js';
import { elapsedBetween, formatElapsed } from './times.js';

const MACHINES_PER_STEP = 25;
const ITEMS_PER_STEP = 25;

/** The steps of a run, one line each. */
export function renderSteps(
  steps: readonly StepRecord[],
  colours: Palette,
  now: Date,
  limits: StepLimits = {},
): string[] {
  return alignRows(
    steps.map((step) => stepRow(step, colours, now, limits[step.id])),
    '  ',
  );
}

/** Below the steps: the errors, the items and the machines of those that have some. */
export function renderStepDetails(record: RunRecord, colours: Palette, now: Date): string[] {
  return record.steps.flatMap((step) => {
    const lines: string[] = [];
    if (step.error !== null) {
      lines.push(`  ${colours.red(plainText(step.error.type))}: ${plainText(step.error.message)}`);
    }
    lines.push(...childLines(step));
    const items = { limit: ITEMS_PER_STEP, indent: '  ' };
    lines.push(...renderItems(step.items ?? [], colours, items));
    const options = { now, limit: MACHINES_PER_STEP, indent: '  ' };
    lines.push(...renderMachines(step.machines, colours, options));
    return lines.length === 0 ? [] : ['', colours.bold(`Step ${step.id}`), ...lines];
  });
}

/** The child run that a step is, with the status of its steps. */
function childLines({ verb, output }: StepRecord): string[] {
  const child = verb === 'runbook' ? output['run'] : undefined;
  if (typeof child !== 'object' || child === null || Array.isArray(child)) return [];
  const { id, outcome, steps } = child as JsonObject;
  if (typeof id !== 'string') return [];
  const ended = typeof outcome === 'string' ? outcome : 'under way';
  const lines = [
    `  run ${plainText(id)}: ${ended}; see it with: drillbook status ${plainText(id)}`,
  ];
  for (const step of Array.isArray(steps) ? (steps as readonly JsonObject[]) : []) {
    lines.push(`    ${textOf(step['id'])} ${textOf(step['status'])}`);
  }
  return lines;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? plainText(value) : '';
}

/** The seconds that one attempt may take, by step; missing: nothing limits it, or nobody knows. */
export type StepLimits = Readonly<Record<string, number>>;

/** `29s of 5m` while the first attempt runs: of a later one the record does not tell the beginning. */
function elapsed(step: StepRecord, now: Date, limit: number | undefined): string {
  const time = elapsedBetween(step.startedAt, step.endedAt, now);
  if (step.status !== 'running' || limit === undefined || limit === 0) return time;
  const most = formatElapsed(limit * 1000);
  return step.attempts > 1 ? `${time}, limit ${most}` : `${time} of ${most}`;
}

function stepRow(step: StepRecord, colours: Palette, now: Date, limit: number | undefined): Cell[] {
  const notes: string[] = [];
  if (step.attempts > 1) notes.push(`attempt ${step.attempts}`);
  const { items = [] } = step;
  if (items.length > 0) notes.push(`items: ${tallyItems(items)}`);
  if (step.machines.length > 0)
    notes.push(`${items.length > 0 ? 'machines: ' : ''}${tally(step.machines)}`);
  const why = step.output['skipped'];
  if (step.status === 'skipped' && typeof why === 'string') notes.push(cut(plainText(why), 80));
  return [
    { text: step.id },
    { text: step.verb, paint: colours.dim },
    { text: step.status, paint: (text) => byVerdict(colours, step.status, text) },
    { text: elapsed(step, now, limit) },
    { text: notes.join('; ') },
  ];
}
