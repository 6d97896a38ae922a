/** The offsets at which the lines of a text begin. */
export interface LineIndex {
  readonly starts: readonly number[];
  readonly length: number;
}

/** Lines end with LF, CRLF or CR, as YAML has it. */
export function indexLines(source: string): LineIndex {
  const starts = [0];
  for (const match of source.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return { starts, length: source.length };
}

/** Line and column of an offset, both from 1. */
export function positionAt(index: LineIndex, offset: number): { line: number; column: number } {
  const within = Math.min(Math.max(offset, 0), index.length);
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((index.starts[middle] ?? 0) <= within) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: within - (index.starts[low] ?? 0) + 1 };
}
