import stringWidth from 'string-width';
import type { Diagnostic } from './diagnostic.js';

/** Lines before and after the one that is meant. */
const AROUND = 2;
/** A longer line is cut to this many characters around the fault. */
const WIDTH = 100;
/** Of a line so much is looked at, from so far before the fault on; beyond it nothing is shown. */
const LOOKED_AT = 4_000;
const BEFORE = 1_000;
const TAB = '    ';

/** Paints parts of a frame; the identity where there is no colour. */
export interface Paint {
  readonly marker: (text: string) => string;
  readonly gutter: (text: string) => string;
}

/** The lines around a diagnostic's place, with `^^^` under it. Empty where the source has no such line. */
export function codeFrame(
  diagnostic: Diagnostic,
  lines: readonly string[],
  paint: Paint,
): readonly string[] {
  const { line, endLine } = diagnostic;
  const whole = lines[line - 1];
  if (whole === undefined) return [];
  // A line of many megabytes takes minutes to be made fit for a terminal.
  const skipped = diagnostic.column > LOOKED_AT - BEFORE ? diagnostic.column - BEFORE : 0;
  const column = diagnostic.column - skipped;
  const endColumn = diagnostic.endColumn - skipped;
  const near = (text: string) => text.slice(skipped, skipped + LOOKED_AT);
  const text = near(whole);
  const before = shown(text.slice(0, column - 1));
  const marked = shown(
    endLine === line ? text.slice(column - 1, endColumn - 1) : text.slice(column - 1).trimEnd(),
  );
  const start = before.length;
  const length = Math.max(marked.length, 1);
  const window = cutAround(shown(text).length, start, length);
  const first = Math.max(line - AROUND, 1);
  const last = Math.min(line + AROUND, lines.length);
  const digits = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const isMarked = number === line;
    const gutter = `${isMarked ? '>' : ' '} ${String(number).padStart(digits)} |`;
    const shownLine = cut(shown(near(lines[number - 1] ?? '')), window.from);
    frame.push(join(isMarked ? paint.marker(gutter) : paint.gutter(gutter), shownLine));
    if (!isMarked) continue;
    // In columns, not characters: a Chinese or Japanese letter takes two.
    const columns = stringWidth(marked.slice(0, WIDTH - (start - window.from)));
    const carets =
      ' '.repeat(stringWidth(before.slice(window.from)) + window.shift) +
      '^'.repeat(Math.max(columns, 1));
    frame.push(join(paint.gutter(`  ${' '.repeat(digits)} |`), paint.marker(carets)));
  }
  return frame;
}

/** A line as a terminal shows it everywhere alike: tabs as spaces, no control characters. */
function shown(text: string): string {
  return text
    .replaceAll('\t', TAB)
    .replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

/** From which character on lines are shown, so that the marked place is in sight. */
function cutAround(total: number, start: number, length: number): { from: number; shift: number } {
  if (total <= WIDTH) return { from: 0, shift: 0 };
  const before = Math.max(Math.floor((WIDTH - Math.min(length, WIDTH)) / 2), 20);
  const from = Math.max(Math.min(start - before, total - WIDTH), 0);
  return { from, shift: from > 0 ? 1 : 0 };
}

function cut(text: string, from: number): string {
  const piece = text.slice(from, from + WIDTH);
  return `${from > 0 && text !== '' ? '\u2026' : ''}${piece}${text.length > from + WIDTH ? '\u2026' : ''}`;
}

function join(gutter: string, text: string): string {
  return text === '' ? gutter : `${gutter} ${text}`;
}
