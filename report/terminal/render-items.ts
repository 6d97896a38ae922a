import type { StepStatus } from '../../plan/outcome.js';
import type { ItemRecord } from '../../plan/run-record.js';
import { byVerdict, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { alignRows, type Cell } from './table.js';

const KEY_WIDTH = 40;
const MESSAGE_WIDTH = 120;

// What an operator must look at first stands first.
const URGENCY: readonly StepStatus[] = [
  'waiting',
  'unknown',
  'failed',
  'cancelled',
  'running',
  'degraded',
  'ignored',
  'pending',
  'skipped',
  'succeeded',
];

/**
 * The items of a step, the worst first. Beyond `limit` rows the rest is counted by status, so that
 * nothing is left out unsaid.
 */
export function renderItems(
  items: readonly ItemRecord[],
  colours: Palette,
  options: { readonly limit: number; readonly indent: string },
): string[] {
  const sorted = [...items].sort((a, b) => urgency(a) - urgency(b));
  const rows = sorted.slice(0, options.limit).map((item) => itemRow(item, colours));
  const rest = sorted.slice(options.limit);
  const lines = alignRows(rows, options.indent);
  if (rest.length > 0) lines.push(`${options.indent}and ${rest.length} more: ${tallyItems(rest)}`);
  return lines;
}

/** `1 failed, 2 succeeded`, the worst first. */
export function tallyItems(items: readonly ItemRecord[]): string {
  const counts = new Map<string, number>();
  for (const { status } of items) counts.set(status, (counts.get(status) ?? 0) + 1);
  return URGENCY.flatMap((status) => {
    const count = counts.get(status);
    return count === undefined ? [] : [`${count} ${status}`];
  }).join(', ');
}

function urgency({ status }: ItemRecord): number {
  return URGENCY.indexOf(status);
}

function itemRow(item: ItemRecord, colours: Palette): Cell[] {
  const remarks: string[] = [];
  if (item.attempts > 1) remarks.push(`attempt ${item.attempts}`);
  if (item.error !== null) remarks.push(plainText(item.error.message));
  return [
    { text: cut(plainText(item.key), KEY_WIDTH) },
    { text: item.status, paint: (text) => byVerdict(colours, item.status, text) },
    { text: cut(remarks.join('; '), MESSAGE_WIDTH) },
  ];
}
