import { isChildren, type Element, type Scalar } from './element.js';

type JsonValue = Scalar | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Writes an element as JSON by the vendor's mapping: no root, attributes and children side by side. */
export function writeJson(root: Element, casing: 'pascal' | 'camel'): string {
  return JSON.stringify(toJson(root, casing === 'camel' ? toCamel : (name) => name));
}

function toJson(one: Element, rename: (name: string) => string): JsonValue {
  const { content, list } = one;
  const children = isChildren(content) ? content : null;
  if (children !== null && list === 'bare') return children.map((child) => toJson(child, rename));
  const attributes = Object.entries(one.attributes);
  if (children === null) {
    const value = isChildren(content) ? null : content;
    if (attributes.length === 0) return value;
    return membersOf([...attributes, ...(value === '' ? [] : [['Value', value] as const])], rename);
  }
  // PagingInfo stands beside the entries in XML, and beside their array in JSON.
  const member = typeof list === 'object' && list !== null ? list.member : null;
  const entries = children.filter((child) => child.name !== 'PagingInfo');
  const beside = member === null ? children : children.filter((c) => c.name === 'PagingInfo');
  return {
    ...(member === null ? {} : { [rename(member)]: entries.map((child) => toJson(child, rename)) }),
    ...Object.fromEntries(beside.map((child) => [rename(child.name), toJson(child, rename)])),
    ...membersOf(attributes, rename),
  };
}

function membersOf(
  members: readonly (readonly [string, Scalar])[],
  rename: (name: string) => string,
): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(members.map(([name, value]) => [rename(name), value]));
}

/** As .NET's serializers do: `UID` becomes `uid`, `VmDisplayName` becomes `vmDisplayName`. */
function toCamel(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (head) => head.toLowerCase());
}
