import { DecodeError } from '../transport/decode-error.js';
import { foreignText } from '../transport/foreign-text.js';
import type { XmlElement } from './xml.js';

// Not a part of a longer word: half of something else is no id.
const GUID = /(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/g;

/** No id or link of the server's comes near to it. */
const LONGEST_ID = 2_000;

/** The element's only child of that name, or null. @throws DecodeError when there are several. */
export function child(element: XmlElement, name: string): XmlElement | null {
  const [found, another] = childrenNamed(element, name);
  if (another !== undefined) throw new DecodeError(`${element.name}.${name} stands there twice`);

  return found ?? null;
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/**
 * The entries of a list, which may have one of these names.
 *
 * @throws DecodeError when it holds anything else but its paging and links: an entry that is not
 *   understood must not be missing without a word.
 */
export function entriesNamed(list: XmlElement, names: readonly string[]): readonly XmlElement[] {
  const foreign = list.children.find(
    ({ name }) => !names.includes(name) && name !== 'PagingInfo' && name !== 'Links',
  );
  if (foreign !== undefined) {
    throw new DecodeError(`<${foreign.name.slice(0, 100)}> came where <${names[0]}> is expected`);
  }
  if (/\S/.test(list.text))
    throw new DecodeError(`text came where a list <${list.name}> is expected`);

  return list.children.filter(({ name }) => names.includes(name));
}

/**
 * The text of a child, made safe to show; null when it is missing or empty.
 *
 * @throws DecodeError when it holds elements.
 */
export function optionalText(element: XmlElement, name: string): string | null {
  const found = child(element, name);
  if (found === null) return null;
  if (found.children.length > 0) throw new DecodeError(`${element.name}.${name} is no plain text`);
  const text = foreignText(found.text);

  return text === '' ? null : text;
}

/** @throws DecodeError when the child is missing or empty. */
export function requiredText(element: XmlElement, name: string): string {
  return optionalText(element, name) ?? missing(`${element.name}.${name}`);
}

export function optionalAttribute(element: XmlElement, name: string): string | null {
  const text = foreignText(element.attributes.get(name) ?? '');

  return text === '' ? null : text;
}

/** @throws DecodeError when the attribute is missing or empty. */
export function requiredAttribute(element: XmlElement, name: string): string {
  return optionalAttribute(element, name) ?? missing(`${element.name}@${name}`);
}

/**
 * The guid of a resource: the tail of its UID (`urn:veeam:<Type>:<guid>`); where it has none, of
 * its Href. The UID comes first because several documented Hrefs point at the wrong collection.
 *
 * @throws DecodeError when it holds no guid.
 */
export function resourceId(element: XmlElement): string {
  const uid = element.attributes.get('UID') ?? '';
  if (uid === '') return hrefGuid(element) ?? missing(`${element.name}@UID`);

  return requiredGuid(uid, `${element.name}@UID`);
}

/**
 * The last guid in the path of an element's Href, lower case; its host is never looked at. null:
 * it has no Href, or one of another kind.
 */
export function hrefGuid(element: XmlElement): string | null {
  const href = element.attributes.get('Href') ?? '';

  return lastGuid(href.split('?')[0] ?? '');
}

/** What a link points at; null: no link, or to nothing. @throws DecodeError when that is no guid. */
export function linkedId(link: XmlElement | null): string | null {
  const href = link?.attributes.get('Href') ?? '';
  if (link === null || href === '') return null;

  return hrefGuid(link) ?? noGuid(href, `${link.name}@Href`);
}

/** The last guid in a text, lower case. */
export function lastGuid(text: string): string | null {
  return text.length > LONGEST_ID ? null : (text.toLowerCase().match(GUID)?.at(-1) ?? null);
}

/** @throws DecodeError when there is none. */
export function requiredGuid(text: string, where: string): string {
  return lastGuid(text) ?? noGuid(text, where);
}

/** The guid that a child names; null: it is missing or empty. @throws DecodeError when it is none. */
export function optionalGuid(element: XmlElement, name: string): string | null {
  const text = optionalText(element, name);

  return text === null ? null : requiredGuid(text, `${element.name}.${name}`);
}

/** The links of an element: they are the children of its `Links`. */
export function links(element: XmlElement): readonly XmlElement[] {
  const list = child(element, 'Links');

  return list === null ? [] : entriesNamed(list, ['Link']);
}

/**
 * The Up link to a resource of this type, given with or without the word Reference.
 *
 * @throws DecodeError when there are links to several.
 */
export function upLink(element: XmlElement, type: string): XmlElement | null {
  const [found, ...others] = links(element).filter(
    (link) => link.attributes.get('Rel') === 'Up' && linkType(link) === type,
  );
  if (found !== undefined && others.some((link) => hrefGuid(link) !== hrefGuid(found))) {
    throw new DecodeError(`${element.name} has links up to several of type ${type}`);
  }

  return found ?? null;
}

/** A link's type without the tail `Reference`, or null. */
export function linkType(link: XmlElement): string | null {
  return optionalAttribute(link, 'Type')?.replace(/Reference$/, '') ?? null;
}

function noGuid(text: string, where: string): never {
  throw new DecodeError(`${where} "${foreignText(text, 100)}" is not a guid`);
}

function missing(where: string): never {
  throw new DecodeError(`${where} is missing`);
}
