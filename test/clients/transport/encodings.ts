/** How servers escape what they repeat, and how a reader undoes it. */
interface Encoding {
  readonly name: string;
  readonly encode: (text: string) => string;
  readonly decode: (text: string) => string;
}

const NAMES = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' } as const;
const LETTERS: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' },
};

/** All ways of writing one character, itself first. */
export function escapesOf(character: string): readonly string[] {
  const code = character.codePointAt(0) ?? 0;
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, '0'));
  const unicode = unicodeOf(character);
  const name = Object.entries(NAMES).find(([one]) => one === character)?.[1];
  const letter = LETTERS[character];
  return [
    // Raw, it would be read with what follows it.
    ...('\\&%'.includes(character) ? [] : [character]),
    unicode,
    unicode.replace(/u(....)/g, (_, hex: string) => `u${hex.toUpperCase()}`),
    `&#${code};`,
    `&#x${code.toString(16)};`,
    `&#X00${code.toString(16).toUpperCase()};`,
    bytes.map((byte) => `%${byte}`).join(''),
    bytes.map((byte) => `%${byte.toUpperCase()}`).join(''),
    ...(name === undefined ? [] : [`&${name};`]),
    ...(letter === undefined ? [] : [`\\${letter}`]),
  ];
}

/** A text without any of these escapes, in one pass. */
export function plainOf(text: string): string {
  return text.replace(
    /\\u[0-9a-f]{4}|\\["\\/bfnrt]|&(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot|apos);|(?:%[0-9a-f]{2})+/gi,
    (escape) => {
      if (escape.startsWith('\\')) return unJson(escape);
      return escape.startsWith('&') ? unXml(escape) : unPercent(escape);
    },
  );
}

export const ENCODINGS: readonly Encoding[] = [
  { name: 'nothing', encode: (text) => text, decode: (text) => text },
  { name: 'JSON', encode: (text) => JSON.stringify(text).slice(1, -1), decode: unJson },
  { name: "PHP's JSON", encode: phpJson, decode: unJson },
  { name: ".NET's JSON", encode: dotNetJson, decode: unJson },
  {
    name: 'XML',
    encode: (text) => text.replace(/[&<>"']/g, (one) => `&${NAMES[one as keyof typeof NAMES]};`),
    decode: unXml,
  },
  { name: 'a URL', encode: encodeURIComponent, decode: unPercent },
  {
    name: 'a form',
    encode: (text) => new URLSearchParams([['', text]]).toString().slice(1),
    decode: (text) => unPercent(text.replaceAll('+', ' ')),
  },
  {
    name: 'base64',
    encode: (text) => Buffer.from(text).toString('base64'),
    decode: (text) => Buffer.from(text, 'base64').toString(),
  },
];

function phpJson(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/');
  return json.replace(/[^\0-\x7f]/g, unicodeOf);
}

/** As System.Text.Json by default. */
function dotNetJson(text: string): string {
  return Array.from(text, (one) => {
    if (/[^\0-\x7f]|[+&<>'"`\x7f]/u.test(one)) return unicodeOf(one, true);
    return JSON.stringify(one).slice(1, -1);
  }).join('');
}

function unicodeOf(character: string, isUpper: unknown = false): string {
  return Array.from({ length: character.length }, (_, at) => {
    const hex = character.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\u${isUpper === true ? hex.toUpperCase() : hex}`;
  }).join('');
}

function unJson(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/g, (_, hex?: string, one?: string) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    return Object.entries(LETTERS).find(([, letter]) => letter === one)?.[0] ?? '';
  });
}

function unXml(text: string): string {
  return text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w+));/g, (all, ...groups: string[]) => {
    const [decimal, hex, name] = groups;
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    if (name === undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    return Object.entries(NAMES).find(([, known]) => known === name)?.[0] ?? all;
  });
}

function unPercent(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString(),
  );
}
