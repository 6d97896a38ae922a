import { DecodeError } from '../transport/decode-error.js';
import { foreignText } from '../transport/foreign-text.js';
import type { XmlElement } from './xml.js';

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The element's first child of that name, or null. */
export function child(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((candidate) => candidate.name === name) ?? null;
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/** The text of a child, made safe to show; null when it is missing or empty. */
export function optionalText(element: XmlElement, name: string): string | null {
  const text = foreignText(child(element, name)?.text ?? '');

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
 * The guid of a resource: the tail of its UID (`urn:veeam:<Type>:<guid>`), else of its Href. The
 * UID comes first because several documented Hrefs point at the wrong collection.
 *
 * @throws DecodeError when neither holds a guid.
 */
export function resourceId(element: XmlElement): string {
  const uid = element.attributes.get('UID');
  const id = (uid === undefined ? null : lastGuid(uid)) ?? hrefGuid(element);

  return id ?? missing(`${element.name}@UID`);
}

/** The last guid in the path of an element's Href, lower case; its host is never looked at. */
export function hrefGuid(element: XmlElement): string | null {
  const href = element.attributes.get('Href')?.slice(0, 2_000) ?? '';

  return lastGuid(href.split('?')[0] ?? '');
}

/** The last guid in a text, lower case. */
export function lastGuid(text: string): string | null {
  const found = text.slice(0, 2_000).toLowerCase().match(new RegExp(GUID, 'g'));

  return found?.at(-1) ?? null;
}

/** The links of an element: they are the children of its `Links`. */
export function links(element: XmlElement): readonly XmlElement[] {
  const list = child(element, 'Links');

  return list === null ? [] : childrenNamed(list, 'Link');
}

/** The Up link to a resource of this type, given with or without the word Reference. */
export function upLink(element: XmlElement, type: string): XmlElement | null {
  const found = links(element).find(
    (link) => link.attributes.get('Rel') === 'Up' && linkType(link) === type,
  );

  return found ?? null;
}

/** A link's type without the tail `Reference`, or null. */
export function linkType(link: XmlElement): string | null {
  return optionalAttribute(link, 'Type')?.replace(/Reference$/, '') ?? null;
}

function missing(where: string): never {
  throw new DecodeError(`${where} is missing`);
}
