import stringWidth from 'string-width';

/** How many columns of a terminal a line takes: colours none, a Chinese or Japanese letter two. */
export function visibleWidth(line: string): number {
  return stringWidth(line);
}

/** Cuts to a width, with an ellipsis in place of what is lost. */
export function cut(text: string, width: number): string {
  if (visibleWidth(text) <= width) return text;
  const [first = ''] = piecesOf(text, Math.max(0, width - 1));

  return `${first}…`;
}

/** Fills up with spaces to a width. */
export function fillTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleWidth(text)));
}

/** A word in pieces of at most a width; never within a letter and the marks that belong to it. */
export function piecesOf(word: string, most: number): string[] {
  const pieces: string[] = [];
  let current = '';
  let width = 0;
  for (const { segment } of LETTERS.segment(word)) {
    const more = visibleWidth(segment);
    if (width + more > most) {
      pieces.push(current);
      current = '';
      width = 0;
    }
    current += segment;
    width += more;
  }
  return [...pieces, current];
}

const LETTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });
