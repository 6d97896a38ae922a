/** What an attribute or a leaf can hold. In XML, null is left out; in JSON it is null. */
export type Scalar = string | number | boolean | null;

/**
 * A piece of an answer before it is written as XML or JSON. `list` says how the children become
 * JSON: null = members of an object; `bare` = an array; else an array under that member.
 */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, Scalar>>;
  readonly content: Scalar | readonly Element[];
  readonly list: { readonly member: string } | 'bare' | null;
}

export function element(
  name: string,
  content: Scalar | readonly Element[],
  attributes: Readonly<Record<string, Scalar>> = {},
): Element {
  return { name, attributes, content, list: null };
}

/** A list that is an object with one array in JSON: `{"Refs": [...]}`. */
export function listElement(name: string, member: string, content: readonly Element[]): Element {
  return { name, attributes: {}, content, list: { member } };
}

/** A list that is a bare array in JSON. */
export function bareList(name: string, content: readonly Element[]): Element {
  return { name, attributes: {}, content, list: 'bare' };
}

/** The same element with `change` applied to it and everything in it. */
export function mapElement(root: Element, change: (one: Element) => Element): Element {
  const content = isChildren(root.content)
    ? root.content.map((child) => mapElement(child, change))
    : root.content;
  return change({ ...root, content });
}

export function isChildren(content: Element['content']): content is readonly Element[] {
  return Array.isArray(content);
}
