/** The pieces of a filter: `Name=="SQL plan";(Result==failed,Result==warning)`. */
export type Token =
  | { readonly kind: 'operator'; readonly text: Operator }
  | { readonly kind: 'and' }
  | { readonly kind: 'or' }
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly text: string };

export type Operator = '==' | '!=' | '>=' | '<=' | '>' | '<';

/** A filter that can't be read; the message says where. */
export class FilterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FilterError';
  }
}

const SINGLE: ReadonlyMap<string, Token> = new Map([
  [';', { kind: 'and' }],
  [',', { kind: 'or' }],
  ['(', { kind: 'open' }],
  [')', { kind: 'close' }],
] as const);

// An operator, a quoted word (a quote inside is doubled), one sign, or a bare word.
const PIECE = /(==|!=|>=|<=|>|<)|"((?:[^"]|"")*)"|([;,()])|([^;,()=!<>"]+)/gy;

/** Cuts a filter into tokens. Spaces outside quotes are dropped, as the vendor says servers do. */
export function tokenize(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < filter.length) {
    const at = PIECE.lastIndex;
    const match = PIECE.exec(filter);
    if (match === null) throw new FilterError(`Filter: unexpected "${filter.slice(at, at + 20)}".`);
    const [, operator, quoted, single, bare] = match;
    if (operator !== undefined) tokens.push({ kind: 'operator', text: operator as Operator });
    else if (quoted !== undefined)
      tokens.push({ kind: 'word', text: quoted.replaceAll('""', '"') });
    else if (single !== undefined) tokens.push(SINGLE.get(single) ?? { kind: 'and' });
    else {
      const text = (bare ?? '').replaceAll(/\s/g, '');
      if (text !== '') tokens.push({ kind: 'word', text });
    }
  }
  return tokens;
}
