import type { MachineRecord } from '../../plan/run-record.js';
import { byVerdict, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { alignRows, type Cell } from './table.js';
import { elapsedBetween, formatTime } from './times.js';

const NAME_WIDTH = 40;
const MESSAGE_WIDTH = 120;

/** The record's word is `running` for what has not begun as well: people want to know it apart. */
const PENDING = 'pending';

// What an operator must look at first stands first.
const URGENCY = [
  'unknown',
  'failed',
  'cancelled',
  'warning',
  'unverified',
  'running',
  PENDING,
  'skipped',
  'succeeded',
];

const BAD: ReadonlySet<string> = new Set(['unknown', 'failed', 'cancelled']);

/**
 * The machines of a step, the worst first. Beyond `limit` rows the rest is counted by result, so
 * that nothing is left out unsaid.
 */
export function renderMachines(
  machines: readonly MachineRecord[],
  colours: Palette,
  options: {
    readonly now: Date;
    readonly limit: number;
    readonly indent: string;
    /** Longer names are cut to it; 40 where nothing is said. */
    readonly nameWidth?: number;
  },
): string[] {
  const sorted = [...machines].sort((a, b) => urgency(a) - urgency(b));
  const shown = sorted.slice(0, options.limit);
  const { now, nameWidth = NAME_WIDTH } = options;
  const rows = shown.map((machine) => machineRow(machine, colours, now, nameWidth));
  const rest = sorted.slice(options.limit);
  const lines = alignRows(rows, options.indent);
  if (rest.length > 0) lines.push(`${options.indent}and ${rest.length} more: ${tally(rest)}`);
  return lines;
}

/** `38 succeeded, 2 failed`, the worst first. */
export function tally(machines: readonly MachineRecord[]): string {
  const counts = new Map<string, number>();
  for (const machine of machines) {
    const word = wordOf(machine);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return URGENCY.flatMap((result) => {
    const count = counts.get(result);
    return count === undefined ? [] : [`${count} ${result}`];
  }).join(', ');
}

function urgency(machine: MachineRecord): number {
  return URGENCY.indexOf(wordOf(machine));
}

/** How many of these are bad enough to be looked at first. */
export function countBad(machines: readonly MachineRecord[]): number {
  return machines.filter((machine) => BAD.has(machine.result)).length;
}

function wordOf({ result, startedAt }: MachineRecord): string {
  return result === 'running' && startedAt === null ? PENDING : result;
}

function machineRow(
  machine: MachineRecord,
  colours: Palette,
  now: Date,
  nameWidth: number,
): Cell[] {
  const time = elapsedBetween(machine.startedAt, machine.endedAt, now);
  return [
    { text: cut(plainText(machine.name), nameWidth) },
    { text: wordOf(machine), paint: (text) => byVerdict(colours, wordOf(machine), text) },
    { text: machine.startedAt === null ? '' : time },
    { text: cut(remarks(machine), MESSAGE_WIDTH) },
  ];
}

function remarks(machine: MachineRecord): string {
  const parts: string[] = [];
  if (machine.attempts > 1) parts.push(`attempt ${machine.attempts}`);
  // What went wrong first: a narrow window cuts the end.
  if (machine.message !== null) parts.push(plainText(machine.message));
  const { restorePoint, restorePointTime } = machine;
  // Its name is long, and begins with the machine's; the time is what people look for.
  if (restorePointTime !== null) parts.push(`restore point ${formatTime(restorePointTime)}`);
  else if (restorePoint !== null) parts.push(`restore point ${plainText(restorePoint)}`);
  return parts.join('; ');
}
