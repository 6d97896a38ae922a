/** A token of the YAML library's syntax tree, as far as nesting goes. */
export interface NestedToken {
  readonly offset: number;
  /** Of a document: what it holds. Of a scalar: nothing of interest. */
  readonly value?: unknown;
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[];
}

/** How deep and how many tokens are. */
export interface Nesting {
  /** The offset of the first one that is nested too deep; null: none is. */
  readonly deep: number | null;
  readonly count: number;
}

/**
 * Looks for a token nested deeper than `limit`, and counts all, without recursion and before the
 * library composes nodes: its composer recurses, and where the stack ends V8 can abort the process
 * instead of throwing.
 */
export function measureNesting(tokens: readonly NestedToken[], limit: number): Nesting {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    count += 1;
    if (depth > limit) return { deep: token.offset, count };
    if (isToken(token.value)) open.push({ token: token.value, depth });
    for (const item of token.items ?? []) {
      for (const child of [item.key, item.value]) {
        if (isToken(child)) open.push({ token: child, depth: depth + 1 });
      }
    }
  }
  return { deep: null, count };
}

function isToken(value: unknown): value is NestedToken {
  return value !== null && typeof value === 'object' && 'offset' in value;
}
