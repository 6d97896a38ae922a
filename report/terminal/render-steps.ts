import type { RunRecord, StepRecord } from '../../plan/run-record.js';
import { renderMachines, tally } from './render-machines.js';
import { byVerdict, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { alignRows, type Cell } from './table.js';
import { elapsedBetween } from './times.js';

const MACHINES_PER_STEP = 25;

/** The steps of a run, one line each. */
export function renderSteps(
  steps: readonly StepRecord[],
  colours: Palette,
  now: Date,
  indent = '  ',
): string[] {
  return alignRows(
    steps.map((step) => stepRow(step, colours, now)),
    indent,
  );
}

/** Below the steps: the errors and the machines of those that have some. */
export function renderStepDetails(record: RunRecord, colours: Palette, now: Date): string[] {
  return record.steps.flatMap((step) => {
    const lines: string[] = [];
    if (step.error !== null) {
      lines.push(`  ${colours.red(plainText(step.error.type))}: ${plainText(step.error.message)}`);
    }
    const options = { now, limit: MACHINES_PER_STEP, indent: '  ' };
    lines.push(...renderMachines(step.machines, colours, options));
    return lines.length === 0 ? [] : ['', colours.bold(`Step ${step.id}`), ...lines];
  });
}

function stepRow(step: StepRecord, colours: Palette, now: Date): Cell[] {
  const notes: string[] = [];
  if (step.attempts > 1) notes.push(`attempt ${step.attempts}`);
  if (step.machines.length > 0) notes.push(tally(step.machines));
  return [
    { text: step.id },
    { text: step.verb, paint: colours.dim },
    { text: step.status, paint: (text) => byVerdict(colours, step.status, text) },
    { text: elapsedBetween(step.startedAt, step.endedAt, now) },
    { text: notes.join('; ') },
  ];
}
