import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, visit } from 'yaml';

export type Collection = YAMLMap | YAMLSeq;

/** A pair of a map or an item of a list. */
export interface Item {
  /** Where the library keeps what stands before it: a pair's key, or the item itself. */
  readonly carrier: Node;
  readonly start: number;
  /** The collections that it stands in, the nearest last. */
  readonly within: readonly Collection[];
  /** What is written there: the value of a pair, or the item itself. */
  readonly value: unknown;
  readonly isFirst: boolean;
}

/** All pairs and items of a document in their order, outer ones before inner ones. */
export function itemsOf(document: Document.Parsed): readonly Item[] {
  const items: Item[] = [];
  visit(document, {
    Collection(_key, collection, path) {
      const within = [...path.filter(isCollection), collection];
      for (const [index, item] of collection.items.entries()) {
        const [carrier, value] = isPair(item) ? [item.key, item.value] : [item, item];
        if (!isNode(carrier)) continue;
        items.push({ carrier, start: startOf(carrier), within, value, isFirst: index === 0 });
      }
    },
  });
  return items.sort((a, b) => a.start - b.start || a.within.length - b.within.length);
}

/** Values behind which a comment may stand on their last line: no keys, no block collections. */
export function leavesOf(document: Document.Parsed): readonly Node[] {
  const leaves: Node[] = [];
  visit(document, {
    Node(key, node) {
      if (isCollection(node) ? node.flow === true : key !== 'key') leaves.push(node);
    },
  });
  return leaves;
}

/** All maps and lists, outer ones first. */
export function collectionsOf(document: Document.Parsed): readonly Collection[] {
  const collections: Collection[] = [];
  visit(document, { Collection: (_key, node) => void collections.push(node) });
  return collections;
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Where a node's value ends. */
export function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}

export function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value);
}
