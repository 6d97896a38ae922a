/**
 * How a secret may stand in what a server sends back, as regular expressions. Each of its characters
 * is looked for as it stands and as JSON, XML, a URL or a program's text would escape it, also one
 * within the other; and the whole of it in base64, alone or as a part of what was encoded.
 */

/** Shorter secrets stay: the gaps in ordinary words would show them. */
const SHORTEST = 4;

/** So many characters are one expression; of longer secrets its parts follow one another. */
const PART = 48;

/** A form of a secret: the first part is looked for anywhere, the others right behind it. */
export interface SecretForm {
  readonly first: RegExp;
  readonly others: readonly RegExp[];
}

/** Where a form stands in a text. A long one counts as far as it goes: it may have been cut. */
export function placesOf(form: SecretForm, text: string): readonly (readonly [number, number])[] {
  return [...text.matchAll(form.first)].map((match) => {
    let end = match.index + match[0].length;
    for (const part of form.others) {
      part.lastIndex = end;
      if (!part.test(text)) break;
      end = part.lastIndex;
    }
    return [match.index, end];
  });
}

/** All forms of a secret; none of one that is too short to be told from ordinary text. */
export function secretForms(secret: string): readonly SecretForm[] {
  if (secret.length < SHORTEST) return [];
  const bytes = Buffer.from(secret);

  return [escaped(secret), ...[0, 1, 2].map((before) => base64(bytes, before))].map(formOf);
}

function formOf(characters: readonly string[]): SecretForm {
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += PART) {
    parts.push(characters.slice(at, at + PART).join(''));
  }
  const [first = '', ...others] = parts;

  return { first: new RegExp(first, 'g'), others: others.map((part) => new RegExp(part, 'y')) };
}

// A backslash, as another layer may have escaped it again: JSON in JSON doubles it, at most three times here.
const BACKSLASH = String.raw`(?:\\|%5[cC]|&#(?:92|[xX]5[cC]);)`;
const HASH = '(?:#|%23)';
const SEMICOLON = '(?:;|%3[bB])';
const AMPERSAND_AGAIN = `(?:amp${SEMICOLON}|#(?:38|[xX]26);){0,2}`;

/** XML's names. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' },
};

/** JSON's letters. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' },
};

/**
 * The characters of a text, each as an expression of its forms. No two ways lead through one text: what
 * may share its backslashes with another is one loop, or trying all ways would take for ever.
 */
function escaped(text: string): readonly string[] {
  const characters = text.match(/\\{1,8}|[^\\]/gsu) ?? [];

  return characters.map((character, at) => {
    if (character.startsWith('\\')) return backslashes(character.length);
    const isBehindThem = characters[at - 1]?.startsWith('\\') === true;
    return formsOf(character, isBehindThem ? '' : null);
  });
}

/** A row of them, with those of the escape that may follow; `u005c` has its own before it. */
function backslashes(count: number): string {
  const escapes = [...shortEscapes('\\'), ...longEscapes('\\', '&|%26|u0026', '%|u0025')];

  return `${oneOf([String.raw`\\`, ...escapes])}{${count},${count * 8 + 8}}`;
}

/** `before`: what stands before an escape that begins with a backslash; null: as many as there are. */
function formsOf(character: string, before: '' | null = null): string {
  if (character === ' ') return oneOf([oneForm(' ', before), oneForm('+', before)]);
  if (character.charCodeAt(0) <= 0x7f) return oneForm(character, before);
  // Its bytes, as a URL has them, and as a reader shows them that takes UTF-8 for Latin-1.
  const [first = '', ...others] = Array.from(Buffer.from(character).toString('latin1'));
  const bytes = [oneForm(first, before), ...others.map((byte) => oneForm(byte, null))].join('');

  return oneOf([oneForm(character, before), bytes, String.raw`\ufffd`]);
}

function oneForm(character: string, before: '' | null): string {
  const raw = literal(character);
  const behind = [...shortEscapes(character), ...longEscapes(character, 'u0026', 'u0025')];
  const plain = longEscapes(character, '&|%26', '%');
  if (before === '') return oneOf([raw, ...behind, ...plain]);
  // Nobody escapes anything else by a backslash alone; these also where an escape stands in JSON.
  if (/["'/]/.test(character)) return `${BACKSLASH}{0,8}${oneOf([raw, ...behind, ...plain])}`;

  return oneOf([raw, `${BACKSLASH}{1,8}${oneOf(behind)}`, ...plain]);
}

/** What stands behind a backslash: `u002b`, `x2b`, `n`. */
function shortEscapes(character: string): readonly string[] {
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const unicode = units.map((unit) => `u${hex(unit, 4)}`).join(`${BACKSLASH}{1,8}`);

  return [unicode, code <= 0xff ? `x${hex(code, 2)}` : [], LETTERS[character] ?? []].flat();
}

/** `&#43;`, `&#x2b;`, `&amp;`, `%2B`, by what may stand for their first signs. */
function longEscapes(character: string, ampersand: string, percent: string): readonly string[] {
  const code = character.codePointAt(0) ?? 0;
  const number = `${HASH}(?:0{0,6}${code}|[xX]0{0,6}${hex(code, 1)})`;
  const reference = oneOf([number, NAMES[character] ?? []].flat());

  return [
    `(?:${ampersand})${AMPERSAND_AGAIN}${reference}${SEMICOLON}`,
    ...(code <= 0xff ? [`(?:${percent})(?:25){0,2}${hex(code, 2)}`] : []),
  ];
}

/** Hexadecimal digits in either case. */
function hex(code: number, digits: number): string {
  return code
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(character: string): string {
  return character.replace(/[$()*+./?[\]^{|}-]/, String.raw`\$&`);
}

function oneOf(forms: readonly string[]): string {
  return forms.length === 1 ? (forms[0] ?? '') : `(?:${forms.join('|')})`;
}

const ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/**
 * The digits of bytes in base64 or base64url, where so many other bytes stand before them in their
 * group of three. At both ends a digit may hold bits of a neighbour: there it is any that fits.
 */
function base64(bytes: Buffer, before: number): readonly string[] {
  const first = Math.floor((before * 8) / 6);
  const last = Math.ceil(((before + bytes.length) * 8) / 6);
  const digits = (filling: number): readonly number[] =>
    valuesOf(Buffer.concat([Buffer.alloc(before, filling), bytes, Buffer.alloc(2, filling)]));
  const [zeros, ones] = [digits(0), digits(0xff)];

  const forms = zeros.slice(first, last).map((low, at) => {
    const open = low ^ (ones[first + at] ?? low);
    const fitting = ALPHABET.filter((_, value) => (value & ~open) === low);
    return digitForms(fitting.join(''));
  });

  return [...forms, `${formsOf('=')}{0,2}`];
}

function valuesOf(bytes: Buffer): readonly number[] {
  return Array.from(bytes.toString('base64').replace(/=+$/, ''), (digit) =>
    ALPHABET.indexOf(digit),
  );
}

/** Any of these digits; two of them have another sign in base64url, and may be escaped in base64. */
function digitForms(digits: string): string {
  const plain = digits.replace(/[+/]/g, '');
  const plus = digits.includes('+') ? ['-', formsOf('+')] : [];
  const slash = digits.includes('/') ? ['_', formsOf('/')] : [];

  return oneOf([...(plain === '' ? [] : [`[${plain}]`]), ...plus, ...slash]);
}
