import { nearestName } from '../../plan/nearest-name.js';
import type { DocNode, Entry, MapNode, Span } from '../document-node.js';
import { describeNode, headSpan } from '../document-node.js';
import { isSecretName } from '../secret-name.js';
import type { Problems } from '../problems.js';

/** What a map of the runbook may hold. */
export interface Shape {
  /** For messages: "a step", "target "databases"". */
  readonly what: string;
  readonly known: readonly string[];
  /** Keys that belong elsewhere, and where. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** A closed map's entries by key, with the place to point at when one is missing. */
export interface Fields {
  readonly what: string;
  readonly span: Span;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Whether a key was refused: then a missing one is not reported as well. */
  readonly hasStranger: boolean;
}

/** Reads a closed map: each key it may not have is reported, with the nearest it may. */
export function readFields(node: DocNode, shape: Shape, problems: Problems): Fields | null {
  if (node.kind !== 'map') {
    problems.add('wrong-type', headSpan(node), {
      what: capital(shape.what),
      expected: 'a map',
      found: describeNode(node),
      advice: `Write it with keys: ${shape.known.join(', ')}.`,
    });
    return null;
  }
  const strangers = strangersOf(node, shape);
  for (const entry of strangers) reportStranger(entry, shape, problems);
  const known = node.entries.filter(({ key }) => shape.known.includes(key));
  return {
    what: shape.what,
    span: headSpan(node),
    entries: new Map(known.map((entry) => [entry.key, entry])),
    hasStranger: strangers.length > 0,
  };
}

/** The value of a key that must be there; reports it when it is missing. */
export function need(
  fields: Fields,
  key: string,
  example: string,
  problems: Problems,
): DocNode | null {
  const entry = fields.entries.get(key);
  if (entry !== undefined) return entry.value;
  problems.add('missing-key', fields.span, { what: capital(fields.what), key, example });
  return null;
}

/** Keys that are none of the shape's; those beginning with `x-` are free, for anchors. */
function strangersOf(node: MapNode, shape: Shape): Entry[] {
  return node.entries.filter(({ key }) => !key.startsWith('x-') && !shape.known.includes(key));
}

function reportStranger(entry: Entry, shape: Shape, problems: Problems): void {
  const { key, keySpan } = entry;
  const owner = own(shape.elsewhere, key);
  if (owner !== undefined) {
    problems.add('key-not-here', keySpan, { found: key, what: shape.what, owner });
  } else if (!isSecretName(key)) {
    // A secret's key is reported by the rule on secrets, with better words.
    const nearest = nearestName(key, shape.known);
    problems.add('unknown-key', keySpan, {
      found: key,
      what: shape.what,
      nearest: nearest === null ? '' : `Did you mean "${nearest}"? `,
      known: shape.known.join(', '),
    });
  }
}

function own(
  record: Readonly<Record<string, string>> | undefined,
  key: string,
): string | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** With a capital first letter, as a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
