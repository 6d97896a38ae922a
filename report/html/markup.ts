// Control characters, and the marks that turn the writing direction: none of them is wanted in a page.
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | null | Markup | readonly Markup[];

/**
 * Joins markup with values: what is put into it is foreign, and escaped, unless it is markup itself.
 * So nothing gets into a page unescaped by being forgotten.
 */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = texts[0] ?? '';
  for (const [index, part] of parts.entries()) {
    markup += shown(part) + (texts[index + 1] ?? '');
  }
  return { markup };
}

export const NOTHING: Markup = { markup: '' };

export function joined(parts: readonly Markup[]): Markup {
  return { markup: parts.map(({ markup }) => markup).join('') };
}

function shown(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return 'markup' in part ? part.markup : joined(part).markup;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Foreign text as a page, or an attribute in quotes, may hold it. */
export function escaped(text: string): string {
  return text.replace(UNPRINTABLE, ' ').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
