/** Each layer of JSON doubles the backslashes, and one more stands before what is escaped. */
const MOST_BACKSLASHES = 8;

const ENTITY = /&(?:#0*([0-9]{1,7})|#[xX]0*([0-9a-fA-F]{1,6})|([a-z]+));/y;
const UNICODE_ESCAPE = /\\{0,8}u([0-9a-fA-F]{4})/y;

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
};

/**
 * Replaces a text wherever it stands: as it is, or as JSON, XML, HTML or a URL writes it. Each character
 * may be escaped or not, for libraries differ: some write `+` as `\u002B` in JSON, some `/` as `\/`.
 */
export function replaceEchoes(text: string, wanted: string, placeholder: string): string {
  const parts = wanted.match(/\\+|[^\\]/gu) ?? [];
  const first = wanted.charCodeAt(0).toString(16).padStart(4, '0');
  const leads = new RegExp(`[\\\\&%+\\u${first}]`, 'g');
  let clean = '';
  let from = 0;
  for (let lead = leads.exec(text); lead !== null; lead = leads.exec(text)) {
    const length = lengthAt(text, lead.index, parts);
    if (length === 0) continue;
    clean += text.slice(from, lead.index) + placeholder;
    from = lead.index + length;
    leads.lastIndex = from;
  }
  return clean + text.slice(from);
}

/** How long the parts are as they stand here, one after the other; 0: they do not. */
function lengthAt(text: string, at: number, parts: readonly string[]): number {
  let end = at;
  for (const part of parts) {
    const length = part.startsWith('\\')
      ? backslashesAt(text, end, part.length)
      : characterAt(text, end, part);
    if (length === 0) return 0;
    end += length;
  }
  return end - at;
}

function characterAt(text: string, at: number, character: string): number {
  const isWord = /^\w$/.test(character);
  if (isWord && text[at] === character) return 1;
  const escaped = escapedAt(text, at, character);
  if (escaped > 0) return escaped;
  const slashes = runAt(text, at);
  const isThere = text.startsWith(character, at + slashes);
  // Nobody escapes a letter by a backslash alone: `\n` is no n.
  if (isThere && !(isWord && slashes > 0)) return slashes + character.length;
  const short = JSON.stringify(character).slice(2, -1);
  const isShort = slashes > 0 && short.length === 1 && text[at + slashes] === short;
  if (isShort) return slashes + 1;
  return character === ' ' && text[at] === '+' ? 1 : 0;
}

/** A run of them as a whole: how many belong to an escape can't be told one by one. */
function backslashesAt(text: string, at: number, count: number): number {
  let end = at;
  for (let left = count; left > 0; left -= 1) {
    const length = escapedAt(text, end, '\\');
    if (length === 0) {
      const run = runAt(text, at, count * MOST_BACKSLASHES);
      return run >= count ? run : 0;
    }
    end += length;
  }
  return end - at;
}

/** `\u002B`, `&#43;`, `&#x2b;`, `&amp;`, `%2B`. */
function escapedAt(text: string, at: number, character: string): number {
  switch (text[at]) {
    case '%':
      return percentAt(text, at, character);
    case '&':
      return entityAt(text, at, character);
    case '\\':
    case 'u':
      return unicodeAt(text, at, character);
    default:
      return 0;
  }
}

function percentAt(text: string, at: number, character: string): number {
  const bytes = [...new TextEncoder().encode(character)];
  const wanted = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return text.slice(at, at + wanted.length).toLowerCase() === wanted ? wanted.length : 0;
}

function entityAt(text: string, at: number, character: string): number {
  const [entity, decimal, hex, name] = matchAt(ENTITY, text, at) ?? [];
  if (entity === undefined) return 0;
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  const isIt = name === undefined ? code === character.codePointAt(0) : NAMED[name] === character;
  return isIt ? entity.length : 0;
}

function unicodeAt(text: string, at: number, character: string): number {
  let end = at;
  for (let unit = 0; unit < character.length; unit += 1) {
    // Its backslash may have been taken for the one before it.
    const isEscape = text[end] === '\\' || text[end - 1] === '\\';
    const [escape, hex] = (isEscape ? matchAt(UNICODE_ESCAPE, text, end) : null) ?? [];
    if (escape === undefined || parseInt(hex ?? '', 16) !== character.charCodeAt(unit)) return 0;
    end += escape.length;
  }
  return end - at;
}

function runAt(text: string, at: number, most = MOST_BACKSLASHES): number {
  let end = at;
  while (text[end] === '\\' && end - at < most) end += 1;
  return end - at;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
