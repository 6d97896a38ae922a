import type { Document, Node, Pair } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, visit } from 'yaml';
import type { JsonSchema } from '../keys/json-schema.js';
import { isNode } from './items.js';

/**
 * Puts the keys of each closed map into the order of the language's tables. Keys that no table knows
 * (`<<`, `x-...`) stay before the key that they stand before. A map in which an alias would then stand
 * above its anchor is left as it is.
 */
export function orderKeys(document: Document.Parsed, form: JsonSchema): void {
  orderNode(document.contents, form);
}

function orderNode(node: unknown, form: JsonSchema): void {
  if (isMap(node)) {
    const map = formOf(form, ({ type }) => type === 'object');
    if (map === null) return;
    if (map.properties !== undefined) node.items = ordered(node.items, Object.keys(map.properties));
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const below = map.properties?.[name] ?? namedForm(map, name);
      if (below !== null) orderNode(value, below);
    }
  } else if (isSeq(node)) {
    const list = formOf(form, ({ type }) => type === 'array');
    for (const item of node.items) orderNode(item, list?.items ?? {});
  }
}

/** The form itself, or the one of its choices that fits. */
function formOf(form: JsonSchema, fits: (form: JsonSchema) => boolean): JsonSchema | null {
  return [form, ...(form.anyOf ?? [])].find(fits) ?? null;
}

/** The form of a map's values whose keys the author chooses. */
function namedForm({ patternProperties = {} }: JsonSchema, name: string): JsonSchema | null {
  const found = Object.entries(patternProperties).find(([pattern]) =>
    new RegExp(pattern).test(name),
  );
  return found === undefined ? null : found[1];
}

function ordered<P extends Pair>(pairs: P[], keys: readonly string[]): P[] {
  const ranks = new Map(keys.map((key, index) => [key, index]));
  let rank = keys.length;
  const placed = [...pairs].reverse().map((pair) => {
    rank = (isScalar(pair.key) ? ranks.get(String(pair.key.value)) : undefined) ?? rank;
    return { pair, rank };
  });
  const sorted = placed
    .reverse()
    .sort((a, b) => a.rank - b.rank)
    .map(({ pair }) => pair);
  if (!keepsAnchors(sorted)) return pairs;
  // A blank line stands between keys, not above the first.
  const first: unknown = sorted[0]?.key;
  if (sorted[0] !== pairs[0] && isNode(first)) first.spaceBefore = false;
  return sorted;
}

/** Whether every alias stands below the anchor that it means, and no anchor is there twice. */
function keepsAnchors(pairs: readonly Pair[]): boolean {
  const names = pairs.map(namesIn);
  const anchors = names.flatMap((name) => name.anchors);
  if (new Set(anchors).size < anchors.length) return false;
  const all = new Set(anchors);
  const above = new Set<string>();
  return names.every(({ anchors: own, aliases }) => {
    for (const anchor of own) above.add(anchor);
    return aliases.every((alias) => above.has(alias) || !all.has(alias));
  });
}

function namesIn(pair: Pair): { readonly anchors: string[]; readonly aliases: string[] } {
  const anchors: string[] = [];
  const aliases: string[] = [];
  visit(pair as unknown as Node, {
    Node(_key, node) {
      if (isAlias(node)) aliases.push(node.source);
      else if (node.anchor !== undefined) anchors.push(node.anchor);
    },
  });
  return { anchors, aliases };
}
