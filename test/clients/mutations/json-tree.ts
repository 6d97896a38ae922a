/** JSON as these tests see it: members in order, whatever stands there twice. */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: readonly JsonSlot[] }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'plain'; readonly value: string | number | boolean | null }
  /** A number as it is written, such as 1e999. */
  | { readonly kind: 'written'; readonly text: string };

export interface JsonSlot {
  readonly key: string;
  readonly node: JsonNode;
}

export function readJson(text: string): JsonNode {
  return treeOf(JSON.parse(text));
}

function treeOf(value: unknown): JsonNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) };
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => ({ key, node: treeOf(member) }));
    return { kind: 'object', members };
  }

  return { kind: 'plain', value: value as string | number | boolean | null };
}

export function writeJson(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members.map(({ key, node: one }) => `${JSON.stringify(key)}:${writeJson(one)}`).join()}}`;
    case 'list':
      return `[${node.items.map(writeJson).join()}]`;
    case 'plain':
      return JSON.stringify(node.value);
    case 'written':
      return node.text;
  }
}

/** The value of a node without parts; a number as `JSON.parse` reads it. */
export function plainValue(node: JsonNode): string | number | boolean | null | undefined {
  if (node.kind === 'plain') return node.value;

  return node.kind === 'written' ? Number(node.text) : undefined;
}
