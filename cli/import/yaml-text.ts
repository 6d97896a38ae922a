import { stringify } from 'yaml';

/** Letters, digits and what is harmless between them: reads the same with and without quotes. */
const PLAIN = /^[A-Za-z][\w.-]*(?: [\w.-]+)*$/;

/** Whatever may end a line of YAML, move a terminal's cursor, or hide other text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** At most so much of a foreign text stands in a comment. */
const COMMENT_LIMIT = 200;

/**
 * A text as the value of a runbook's key, which must not stand in { } or [ ]. The library that will
 * read it decides on quotes, beyond what is plain to see; a literal `${{` is written `$${{`.
 */
export function yamlText(text: string): string {
  const type = PLAIN.test(text) ? 'PLAIN' : 'QUOTE_SINGLE';
  return write(text, type);
}

/** As `yamlText`, always in quotes, so that it may stand in { } and [ ] too. */
export function quotedText(text: string): string {
  return write(text, 'QUOTE_SINGLE');
}

/**
 * Foreign text for a comment, in double quotes: one line, nothing that a terminal or a tool would
 * take for an instruction, and `$${{` as a runbook would have it.
 */
export function commentText(text: string): string {
  const clean = escapeExpressions(text.replace(UNPRINTABLE, ' '))
    // What steers the compiler or an editor from a comment must be a person's.
    .replace(/drillbook-|yaml-language-server|\$schema/gi, (word) => word.replace(/[-$]/g, '_'));
  const cut = clean.length > COMMENT_LIMIT ? `${clean.slice(0, COMMENT_LIMIT)}...` : clean;
  return `"${cut}"`;
}

function write(text: string, defaultStringType: 'PLAIN' | 'QUOTE_SINGLE'): string {
  const options = { defaultStringType, lineWidth: 0, blockQuote: false } as const;
  return stringify(escapeExpressions(text), options).trimEnd();
}

function escapeExpressions(text: string): string {
  // A function, because `$` means something in a replacement.
  return text.replaceAll('${{', () => '$${{');
}
