/** A piece of a scalar's source and the text that YAML makes of it; '' for what only continues a line. */
interface Unit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** For each character of a scalar's text: where it begins and ends in the scalar's source. */
export interface ScalarOffsets {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const SPACE = /^\s$/;

/** Escapes of double quotes that stand for one character (YAML 1.2, 5.7). */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/**
 * Where each character of a scalar's text stands in its source: through quotes, escapes, folded lines
 * and the indentation of blocks. Those that are no white space come in the same order on both sides,
 * so the two are walked together; white space is found only about. null where they do not fit.
 */
export function scalarOffsets(source: string, text: string): ScalarOffsets | null {
  const units = unitsOf(source);
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text.split('')) {
    if (SPACE.test(character)) {
      while (units[at]?.text === '') at += 1;
      const unit = units[at];
      const isSpace = unit !== undefined && SPACE.test(unit.text);
      const start = unit?.start ?? source.length;
      starts.push(start);
      ends.push(isSpace ? unit.end : start);
      if (isSpace) at += 1;
      continue;
    }
    while (units[at] !== undefined && units[at]?.text !== character) {
      const skipped = units[at]?.text ?? '';
      if (skipped !== '' && !SPACE.test(skipped)) return null;
      at += 1;
    }
    const unit = units[at];
    if (unit === undefined) return null;
    starts.push(unit.start);
    ends.push(unit.end);
    at += 1;
  }
  return { starts, ends };
}

function unitsOf(source: string): Unit[] {
  if (source.startsWith('"')) return doubleQuoted(source);
  if (source.startsWith("'")) return singleQuoted(source);
  // A block's first line holds its indicators, and perhaps a comment.
  const from = /^[|>]/.test(source) ? source.search(/\r\n|\n|\r/) : 0;
  return from < 0 ? [] : plain(source, from);
}

function plain(source: string, from: number): Unit[] {
  const units: Unit[] = [];
  for (let at = from; at < source.length; at++) {
    units.push({ text: source.charAt(at), start: at, end: at + 1 });
  }
  return units;
}

function singleQuoted(source: string): Unit[] {
  const units: Unit[] = [];
  for (let at = 1; at < source.length - 1; at++) {
    const length = source.startsWith("''", at) ? 2 : 1;
    units.push({ text: source.charAt(at), start: at, end: at + length });
    at += length - 1;
  }
  return units;
}

function doubleQuoted(source: string): Unit[] {
  const units: Unit[] = [];
  for (let at = 1; at < source.length - 1;) {
    const escape = source.charAt(at) === '\\' ? readEscape(source, at) : null;
    const text = escape?.text ?? source.charAt(at);
    const end = at + (escape?.length ?? 1);
    // One escape may stand for two UTF-16 units.
    for (const unit of text === '' ? [''] : text.split(''))
      units.push({ text: unit, start: at, end });
    at = end;
  }
  return units;
}

function readEscape(source: string, at: number): { text: string; length: number } {
  const letter = source.charAt(at + 1);
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits !== undefined) {
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    const isCode = code >= 0 && code <= 0x10ffff;
    return { text: isCode ? String.fromCodePoint(code) : '', length: 2 + digits };
  }
  if (letter === '\n' || letter === '\r') return { text: '', length: 2 };
  const known = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  return { text: known ?? letter, length: 2 };
}
