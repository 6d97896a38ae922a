import type { RunRecord } from '../../plan/run-record.js';
import type { Palette } from './palette.js';
import { renderWait } from './render-waiting.js';
import { fold } from './fold.js';

/** The first lines of a question: what waits, and since when. */
const HEAD_LINES = 2;

/**
 * What a run waits for in so many rows: whole questions as long as there is room, the first one at
 * any rate. Of the others it is said that they wait, and where they are shown.
 */
export function renderWaitsInRows(
  record: RunRecord,
  colours: Palette,
  options: { readonly now: Date; readonly rows: number; readonly width: number },
): string[] {
  const { now, rows, width } = options;
  const blocks = record.waitingFor.map((waiting) =>
    renderWait(record.run.id, waiting, colours, { now, width }),
  );
  const lines: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const isLast = index === blocks.length - 1;
    const room = rows - lines.length - (isLast ? 0 : 2);
    if (block.length <= room) lines.push(...block);
    else if (index === 0) lines.push(...shortened(block, Math.max(6, room)));
    else {
      const left = blocks.length - index;
      const how = `and ${left} more wait${left === 1 ? 's' : ''}: drillbook status ${record.run.id}`;
      return [...lines, ...fold(`${colours.yellow('waiting')}  ${how}`, width)];
    }
  }
  return lines;
}

/** The question and the commands that answer it go before its evidence. */
function shortened(block: readonly string[], rows: number): string[] {
  if (block.length <= rows) return [...block];
  return [...block.slice(0, HEAD_LINES), ...block.slice(block.length - rows + HEAD_LINES)];
}
