import { nearestName } from '../plan/nearest-name.js';
import type { Comment } from './document-comments.js';
import { readComments } from './document-comments.js';
import type { Located } from './document-node.js';
import type { Code } from './messages.js';
import { MESSAGES } from './messages.js';
import type { Problems } from './problems.js';

/** `# drillbook-disable-next-line CODE[, CODE] reason`, read and found right. */
export interface Directive {
  readonly codes: readonly Located<Code>[];
  readonly reason: string;
  /** The offsets of the line that it is about: the next one that is neither empty nor a comment. */
  readonly line: { readonly start: number; readonly end: number };
}

const MARK = 'drillbook-disable-next-line';

const FORM = new RegExp(`^#\\s*${MARK}(?=\\s|$)\\s*`);

const CODES = /^[a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*(?=\s|$)/;

/** The directives in a text's comments. What is wrong with one is a warning, and it silences nothing. */
export function readDirectives(source: string, problems: Problems): readonly Directive[] {
  // Most runbooks have none, and then nothing is read twice.
  if (!source.includes(MARK)) return [];
  return readComments(source).flatMap((comment) => readDirective(comment, source, problems));
}

function readDirective(comment: Comment, source: string, problems: Problems): Directive[] {
  const head = FORM.exec(comment.text)?.[0];
  if (head === undefined) return [];
  const body = comment.text.slice(head.length);
  const list = CODES.exec(body)?.[0];
  if (list === undefined) {
    problems.add('incomplete-directive', comment.span, { what: 'code' });
    return [];
  }
  // What separates codes from the reason is a matter of taste.
  const reason = body
    .slice(list.length)
    .replace(/^[\s:–—-]+/, '')
    .trim();
  const start = comment.span.start + head.length;
  const named = readCodes(list, start, problems);
  if (/[\p{L}\p{N}]/u.test(reason)) {
    return [{ codes: named, reason, line: nextLine(source, comment.span.end) }];
  }
  problems.add('incomplete-directive', comment.span, { what: 'reason' });
  return [];
}

function readCodes(list: string, start: number, problems: Problems): Located<Code>[] {
  return [...list.matchAll(/[^\s,]+/g)].flatMap(({ 0: found, index }) => {
    const span = { start: start + index, end: start + index + found.length };
    const code = Object.keys(MESSAGES).find((known): known is Code => known === found);
    if (code === undefined) {
      problems.add('unknown-directive-code', span, { found, nearest: adviseCode(found) });
      return [];
    }
    if (MESSAGES[code].severity === 'warning') return [{ value: code, span }];
    problems.add('directive-on-error', span, { found });
    return [];
  });
}

function adviseCode(found: string): string {
  const warnings = Object.entries(MESSAGES).filter(([, { severity }]) => severity === 'warning');
  const nearest = nearestName(
    found,
    warnings.map(([code]) => code),
  );
  return nearest === null ? '' : `Did you mean "${nearest}"? `;
}

function nextLine(source: string, from: number): { start: number; end: number } {
  const lines = /[^\r\n]*(?:\r\n|\n|\r|$)/g;
  lines.lastIndex = from;
  // What is left of the comment's own line.
  lines.exec(source);
  while (lines.lastIndex < source.length) {
    const start = lines.lastIndex;
    const text = lines.exec(source)?.[0] ?? '';
    if (!/^\s*(?:#.*)?$/.test(text.trimEnd())) return { start, end: start + text.length };
  }
  return { start: source.length, end: source.length };
}
