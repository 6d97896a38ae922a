import type { Output } from '../io.js';

// ECMA-48 control sequences: cursor up, and erase from the cursor to the end of the screen.
const cursorUp = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A`);
const ERASE_BELOW = '\u001b[0J';
const ESCAPE = '\u001b';

/** A block of lines on a terminal that is drawn over itself. */
export interface RedrawnBlock {
  draw(lines: readonly string[], columns: number): void;
  /** Takes the block off the screen, so that other text can stand there. */
  clear(): void;
}

export function redrawnBlock(output: Output): RedrawnBlock {
  let height = 0;
  const clear = (): void => {
    if (height > 0) output.write(`\r${cursorUp(height)}${ERASE_BELOW}`);
    height = 0;
  };
  return {
    draw: (lines, columns) => {
      const fitted = lines.map((line) => fit(line, columns));
      const start = height > 0 ? `\r${cursorUp(height)}${ERASE_BELOW}` : '';
      output.write(`${start}${fitted.join('\n')}\n`);
      height = fitted.length;
    },
    clear,
  };
}

/**
 * Cuts a line to the terminal's width without counting colour sequences: a line that wraps would
 * make the block higher than it is counted.
 */
export function fit(line: string, columns: number): string {
  let width = 0;
  let at = 0;
  while (at < line.length) {
    if (line.startsWith(ESCAPE, at)) {
      const end = line.indexOf('m', at);
      at = end === -1 ? line.length : end + 1;
      continue;
    }
    width += 1;
    if (width >= columns) return `${line.slice(0, at)}…${line.includes(ESCAPE) ? '\u001b[0m' : ''}`;
    at += 1;
  }
  return line;
}
