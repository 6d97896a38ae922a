import type { Span } from './document-node.js';
import type { Problems } from './problems.js';

/**
 * Finds an expression that YAML cut apart because its value has no quotes: by the start of a comment
 * (` #`), by `{`, `}` or `,` inside a flow collection, or by `: `. `plain` are the places of the
 * document's unquoted scalars. Gives the offset of the first place cut otherwise than by a comment:
 * what YAML says about the text from there on is only a consequence.
 */
export function findCutExpressions(
  source: string,
  plain: readonly Span[],
  problems: Problems,
): number | null {
  let first: number | null = null;
  for (const span of plain) {
    const value = source.slice(span.start, span.end);
    const rest = restOfLine(source, span.end);
    if (isCutByComment(value, rest)) {
      reportComment(source, span, rest, problems);
    } else if (isCutByFlow(value, rest) || (isOpen(value) && rest !== '')) {
      const end = closingBraces(source, span);
      const found = quoted(source.slice(span.start, end));
      problems.add('unquoted-expression', { start: span.start, end }, { found });
      first = Math.min(first ?? span.start, span.start);
    }
  }
  return first;
}

function isCutByComment(value: string, rest: string): boolean {
  // Where the comment is all there is, the empty value stands at its "#".
  const comment = (value === '' ? /^#(.*)$/ : /^[ \t]+#(.*)$/).exec(rest)?.[1];
  return comment !== undefined && (comment.includes('${{') || isOpen(value));
}

function isCutByFlow(value: string, rest: string): boolean {
  return value.endsWith('$') && rest.startsWith('{{');
}

/** An expression begins and does not end. */
function isOpen(value: string): boolean {
  const start = value.lastIndexOf('${{');
  return start >= 0 && value[start - 1] !== '$' && !value.includes('}}', start);
}

function reportComment(source: string, span: Span, rest: string, problems: Problems): void {
  const start = span.end + rest.indexOf('#');
  const end = span.end + rest.trimEnd().length;
  problems.add(
    'comment-cuts-value',
    { start, end },
    { found: quoted(source.slice(span.start, end)) },
  );
}

/** The end of the expression's `}}`, or of its line when there is none. */
function closingBraces(source: string, span: Span): number {
  const rest = restOfLine(source, span.end);
  const close = rest.indexOf('}}');
  return close < 0 ? span.end + rest.trimEnd().length : span.end + close + 2;
}

function restOfLine(source: string, offset: number): string {
  // A line can be a megabyte long and hold many scalars: what matters stands near.
  return /^[^\r\n]*/.exec(source.slice(offset, offset + 2000))?.[0] ?? '';
}

function quoted(text: string): string {
  return text.trim().replaceAll("'", "''");
}
