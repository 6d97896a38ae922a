/** A text of the runbook, taken apart at its expressions. Offsets count within the text. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cel'; readonly cel: string; readonly start: number }
  | { readonly kind: 'unclosed'; readonly start: number };

/**
 * Takes a text apart at `${{ CEL }}`; `$${{` is a literal `${{`. An expression ends at the first `}}`
 * that is neither in a CEL text nor closes a map of the expression. After one without an end nothing
 * more is read.
 */
export function splitExpressions(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('${{', at);
    if (open < 0) break;
    if (text[open - 1] === '$') {
      literal += `${text.slice(at, open - 1)}\${{`;
      at = open + 3;
      continue;
    }
    literal += text.slice(at, open);
    const close = findClose(text, open + 3);
    if (close < 0) return [...parts, { kind: 'unclosed', start: open }];
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    const inside = text.slice(open + 3, close);
    const start = open + 3 + inside.length - inside.trimStart().length;
    parts.push({ kind: 'cel', cel: inside.trim(), start });
    literal = '';
    at = close + 2;
  }
  literal += text.slice(at);
  if (literal !== '') parts.push({ kind: 'text', text: literal });
  return parts;
}

/** The offset of the closing braces, or -1. */
function findClose(text: string, from: number): number {
  let depth = 0;
  let quote: string | null = null;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== null) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = null;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === '}' && text[at + 1] === '}') return at;
  }
  return -1;
}
