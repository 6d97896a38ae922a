import { piecesOf, visibleWidth } from './width.js';

const ESCAPE = '\u001b';

/** A shell goes on with the next line after it. */
const CONTINUED = ' \\';

/**
 * Folds a line at words to the width of a window, what follows indented by two more than the line
 * itself. Colour sequences take no room. A word that is longer than a line is broken.
 */
export function fold(line: string, width: number): string[] {
  if (visibleWidth(line) <= width) return [line];
  const indent = indentOf(line, width);
  const lines: string[] = [];
  let current = '';
  for (const word of line
    .trimStart()
    .split(' ')
    .flatMap(breaker(width - indent.length - 2))) {
    const start = lines.length === 0 ? indent : `${indent}  `;
    if (current === '') current = `${start}${word}`;
    else if (visibleWidth(current) + 1 + visibleWidth(word) <= width) current += ` ${word}`;
    else {
      lines.push(current);
      current = `${indent}  ${word}`;
    }
  }
  return [...lines, current];
}

/**
 * Folds a command between its arguments so that it means the same when it is copied. One argument
 * that is longer than a line is left whole: a broken one would be another.
 */
export function foldCommand(command: string, indent: string, width: number): string[] {
  const words = command.match(/(?:\\.|'[^']*'|[^\s'\\])+/g) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const [index, word] of words.entries()) {
    // An option and its value stay together.
    const isValue =
      index > 0 && (words[index - 1] ?? '').startsWith('--') && !word.startsWith('--');
    const next = words[index + 1] ?? '';
    const pair =
      word.startsWith('--') && next !== '' && !next.startsWith('--') ? `${word} ${next}` : word;
    if (isValue) continue;
    const room = width - CONTINUED.length;
    if (current === '') current = `${indent}${pair}`;
    else if (visibleWidth(current) + 1 + visibleWidth(pair) <= room) current += ` ${pair}`;
    else {
      lines.push(`${current}${CONTINUED}`);
      current = `${indent}  ${pair}`;
    }
  }
  return [...lines, current];
}

/** Of a window too narrow for it there is none. */
function indentOf(line: string, width: number): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return indent.length > width / 2 ? '' : indent;
}

/** Breaks one word; one with colours in it is short, and left as it is. */
function breaker(most: number): (word: string) => string[] {
  return (word) => {
    if (visibleWidth(word) <= most || word.includes(ESCAPE) || most < 2) return [word];
    return piecesOf(word, most);
  };
}
