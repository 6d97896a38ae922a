export type Severity = 'error' | 'warning';

/** A message's parameters: each name of its templates, and no other. */
export type Params<K extends string> = Readonly<Record<K, string | number>>;

/** A sentence with named gaps. */
export interface Template<K extends string> {
  readonly parts: readonly string[];
  readonly keys: readonly K[];
}

/** A row of the table of messages. */
export interface Message<K extends string> {
  readonly severity: Severity;
  readonly text: Template<K>;
  readonly help: Template<K>;
}

/** A template whose gaps are names: text`Unknown key "${'found'}"`. */
export function text<const K extends readonly string[]>(
  parts: TemplateStringsArray,
  ...keys: K
): Template<K[number]> {
  return { parts: [...parts], keys };
}

export function error<A extends string, B extends string>(
  words: Template<A>,
  help: Template<B>,
): Message<A | B> {
  return { severity: 'error', text: words, help };
}

export function warning<A extends string, B extends string>(
  words: Template<A>,
  help: Template<B>,
): Message<A | B> {
  return { severity: 'warning', text: words, help };
}

/** Fills a template's gaps. What comes from the runbook is shortened and made harmless to a terminal. */
export function fill(template: Template<string>, params: Params<string>): string {
  return template.parts
    .map((part, index) => {
      const key = template.keys[index];
      return key === undefined ? part : part + printable(String(params[key]));
    })
    .join('');
}

const SHOWN = 300;

/** On one line: a block of the runbook has line breaks, and a message has a place in one line of a frame. */
function printable(value: string): string {
  const line = value.replace(/[\r\n]\s*/g, ' ');
  const harmless = line.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
  return harmless.length > SHOWN ? `${harmless.slice(0, SHOWN)}...` : harmless;
}
