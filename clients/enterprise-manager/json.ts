import { DecodeError } from '../transport/decode-error.js';
import { parseJsonText } from '../transport/json-text.js';
import type { Kind } from './json-names.js';
import { entryName, mayBe, xmlName } from './json-names.js';
import type { XmlElement } from './xml.js';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON answer into the element that its XML would be, so that both have the same decoders.
 * JSON has no root name and tells no attribute from a child: each plain member becomes both. Null
 * and absent are the same. Only members that a decoder reads are kept.
 *
 * @throws DecodeError when it is no JSON, or a `Type` in it says that it is something else.
 */
export function parseJson(body: string, root: string): XmlElement {
  const value = parseJsonText(body);
  const entry = entryName(root);
  if (entry === null) return typedElement(root, value);
  const found = Array.isArray(value) ? value : memberOf(objectOf(value, root), [root, entry]);
  if (found === undefined) throw new DecodeError(`the JSON holds no ${root}`);

  return { ...EMPTY, name: root, children: entriesOf(root, found, 0).map(typed(entry)) };
}

/**
 * One page of a list of full entities, as the XML element of a collection. Lists come as a bare
 * array, under the name of one or of many, or with the latter twice; see `entriesOf`.
 *
 * @throws DecodeError when it holds anything else than such entities.
 */
export function parseJsonPage(body: string, item: string): XmlElement {
  const value = parseJsonText(body);
  const root = `${item}s`;
  if (Array.isArray(value)) return page(root, value.map(typed(item)), null);
  const object = objectOf(value, root);
  const references = memberOf(object, ['Refs']);
  if (references !== undefined && entriesOf('Refs', references, 0).length > 0) {
    throw new DecodeError('references came where full entities were asked for');
  }
  const entities = memberOf(object, ['Entities']);
  const holder = entities === undefined ? object : withoutForeign(entities ?? {}, item);
  const list = memberOf(holder, [root, item]);
  const isKnown = list !== undefined || entities !== undefined || references !== undefined;
  if (!isKnown) throw new DecodeError(`the JSON holds no ${root}`);
  const paging = pagingOf([object, entities, list, ...membersOf(list)]);

  return page(root, entriesOf(root, list ?? null, 0).map(typed(item)), paging);
}

/**
 * A list whose entries tell themselves what they are (by `Type`), as the XML element of a list of
 * references.
 *
 * @throws DecodeError when it is no list.
 */
export function parseJsonReferences(body: string): XmlElement {
  const value = parseJsonText(body);
  const isEmpty = isObject(value) && Object.keys(value).length === 0;
  if (isEmpty) throw new DecodeError('an empty object came where a list is expected');
  const entries = entriesOf('Refs', value, 0).map((entry) => element('Ref', entry));

  return page('EntityReferences', entries, pagingOf([value, ...membersOf(value)]));
}

const EMPTY: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };

function page(name: string, entries: readonly XmlElement[], paging: unknown): XmlElement {
  const info = paging === null ? [] : [element('PagingInfo', paging)];

  return { ...EMPTY, name, children: [...entries, ...info] };
}

/** It stands beside the list or within what wraps it; null: nowhere. */
function pagingOf(holders: readonly unknown[]): unknown {
  const found = holders
    .filter(isObject)
    .map((holder) => memberOf(holder, ['PagingInfo']) ?? null)
    .filter((paging) => paging !== null);
  if (found.length > 1) throw new DecodeError('PagingInfo stands there twice');

  return found[0] ?? null;
}

function membersOf(value: unknown): readonly unknown[] {
  return isObject(value) ? Object.values(value) : [];
}

/** The lists of a query's answer; a list of something else is refused unless it is empty. */
function withoutForeign(entities: unknown, item: string): JsonObject {
  const object = objectOf(entities, 'Entities');
  for (const [key, value] of Object.entries(object)) {
    const isOurs = [item, `${item}s`].some((name) => isSame(name, key));
    if (isOurs || entriesOf(key, value, 0).length === 0) continue;
    throw new DecodeError(`${key.slice(0, 100)} came where ${item}s are expected`);
  }

  return object;
}

/**
 * The entries of a list: `[..]`, `{"Link":[..]}`, `{"Links":[..]}`, `{"Links":{"Links":[..]}}`, or
 * one entry alone. What the member inside is called is not looked at: no sample tells all names.
 */
function entriesOf(list: string, value: unknown, depth: number): readonly unknown[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  const members = Object.entries(objectOf(value, list)).filter(
    ([key, member]) => member !== null && !isSame(key, 'PagingInfo'),
  );
  const [only] = members;
  if (only === undefined) return [];
  const isWrapper = members.length === 1 && typeof only[1] === 'object' && depth < 2;

  return isWrapper ? entriesOf(list, only[1], depth + 1) : [value];
}

function typed(name: string): (value: unknown) => XmlElement {
  return (value) => typedElement(name, value);
}

/** `Type` says of an object what the name of an element says in XML. */
function typedElement(name: string, value: unknown): XmlElement {
  const found = element(name, value);
  const type = found.attributes.get('Type') ?? name;
  if (type === name) return found;

  throw new DecodeError(`Type "${type.slice(0, 100)}" came where ${name} is expected`);
}

/** Nesting has a bound already: see `parseJsonText`. */
function element(name: string, value: unknown): XmlElement {
  const attributes = new Map<string, string>();
  const children: XmlElement[] = [];
  const seen = new Set<string>();
  for (const [key, member] of Object.entries(objectOf(value, name))) {
    const known = xmlName(key);
    if (known === null) continue;
    if (seen.has(known)) throw new DecodeError(`${name}.${known} stands there twice`);
    seen.add(known);
    if (member === null) continue;
    const child = childOf(known, member);
    children.push(child);
    if (typeof member !== 'object') attributes.set(known, child.text);
  }

  return { name, attributes, children, text: '' };
}

function childOf(name: string, value: unknown): XmlElement {
  const entry = entryName(name);
  if (entry !== null) {
    const children = entriesOf(name, value, 0).map((one) => element(entry, one));

    return { ...EMPTY, name, children };
  }
  if (isObject(value) && mayBe(name, 'object')) return element(name, value);
  const kinds = KINDS.get(typeof value) ?? [];
  if (kinds.some((kind) => mayBe(name, kind))) return { ...EMPTY, name, text: String(value) };
  const found = Array.isArray(value)
    ? 'a list'
    : isObject(value)
      ? 'an object'
      : `a ${typeof value}`;

  throw new DecodeError(`${name} is ${found}, where another value is expected`);
}

/** What a plain value may stand for: numbers and truths also come as text. */
const KINDS: ReadonlyMap<string, readonly Kind[]> = new Map([
  ['string', ['text', 'number', 'truth']],
  ['number', ['number']],
  ['boolean', ['truth']],
]);

/** The member of one of these names in any case; null and undefined are kept apart. */
function memberOf(object: JsonObject, names: readonly string[]): unknown {
  const found = Object.entries(object).filter(([key]) => names.some((name) => isSame(name, key)));
  if (found.length > 1) throw new DecodeError(`${names.join(' and ')} stand there twice`);

  return found[0]?.[1];
}

function isSame(name: string, key: string): boolean {
  return name.toLowerCase() === key.toLowerCase();
}

function objectOf(value: unknown, where: string): JsonObject {
  if (isObject(value)) return value;

  throw new DecodeError(`JSON without members came where ${where} is expected`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
