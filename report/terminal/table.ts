import { fillTo, visibleWidth } from './width.js';

/** One cell: the text, and how to paint it after it was brought to its width. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Rows as aligned columns, two spaces apart; nothing follows the last cell of a row. */
export function alignRows(rows: readonly (readonly Cell[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, visibleWidth(cell.text));
    });
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const isLast = column === row.length - 1;
      const text = isLast ? cell.text : fillTo(cell.text, widths[column] ?? 0);
      return cell.paint === undefined ? text : cell.paint(text);
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
