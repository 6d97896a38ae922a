import { readFileSync } from 'node:fs';

import { XMLParser } from 'fast-xml-parser';

/** A vendor's payload, as it was published. */
export function sample(name: string): string {
  return readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8');
}

/**
 * What a document is made of: every path of elements in the order of first sight, each with the
 * attributes it was seen with. Two documents of one type have the same shape, whatever their values.
 */
export function shapeOf(xml: string): readonly string[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
  });
  const seen = new Map<string, Set<string>>();
  visit(parser.parse(xml) as readonly XmlNode[], '', seen);
  return [...seen].map(([path, names]) => `${path} ${[...names].sort().join(' ')}`.trim());
}

type XmlNode = Readonly<Record<string, unknown>>;

function visit(nodes: readonly XmlNode[], parent: string, seen: Map<string, Set<string>>): void {
  for (const node of nodes) {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name === '#text' || name === '?xml') continue;
    const path = parent === '' ? name : `${parent}/${name}`;
    const attributes = Object.keys(node[':@'] ?? {});
    const names = seen.get(path) ?? new Set<string>();
    for (const attribute of attributes) {
      if (!attribute.startsWith('xmlns')) names.add(attribute);
    }
    seen.set(path, names);
    visit(node[name] as readonly XmlNode[], path, seen);
  }
}
