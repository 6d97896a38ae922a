import type { XmlElement } from '../../../clients/enterprise-manager/xml.js';
import { parseXml } from '../../../clients/enterprise-manager/xml.js';

/** How a list is written: a bare array, under the name of one or of many, or the latter twice. */
export type ListShape = 'bare' | 'singular' | 'plural' | 'twice';

/** Names of members: as Enterprise Manager 12 writes them, or 13. */
export type Casing = 'pascal' | 'camel';

const LISTS = new Set([
  ...['Links', 'SupportedVersions', 'Includes', 'CloudFailoverTasks', 'Tasks', 'Intervals'],
  ...['RestorePoints', 'CloudFailoveredVms', 'EntityReferences', 'Refs', 'CloudFailoverSessions'],
  ...['FailoverPlans', 'VmReplicaPoints'],
]);

/**
 * An XML payload as the vendor's mapping writes it in JSON: no root, attributes and children side by
 * side. It is written apart from the client's reader on purpose.
 */
export function xmlToJson(xml: string, shape: ListShape, casing: Casing): string {
  const rename = casing === 'pascal' ? (name: string) => name : toCamel;

  return JSON.stringify(valueOf(parseXml(xml), shape, rename));
}

type Rename = (name: string) => string;

function valueOf(element: XmlElement, shape: ListShape, rename: Rename): unknown {
  return LISTS.has(element.name) ? listOf(element, shape, rename) : itemOf(element, shape, rename);
}

function itemOf(element: XmlElement, shape: ListShape, rename: Rename): unknown {
  if (element.children.length === 0 && element.attributes.size === 0) return scalar(element.text);
  const attributes = [...element.attributes]
    .filter(([name]) => !name.startsWith('xmlns'))
    .map(([name, value]) => [rename(name), scalar(value)] as const);
  const children = element.children.map(
    (child) => [rename(child.name), valueOf(child, shape, rename)] as const,
  );

  return Object.fromEntries([...children, ...attributes]);
}

function listOf(element: XmlElement, shape: ListShape, rename: Rename): unknown {
  const items = element.children
    .filter(({ name }) => name !== 'PagingInfo')
    // An entry may have the name of its list, and is none.
    .map((child) => itemOf(child, shape, rename));
  const name = element.name === 'EntityReferences' ? 'Refs' : element.name;
  // Links were never seen in another shape.
  if (shape === 'bare' || name === 'Links') return items;
  const singular = rename(name.replace(/s$/, ''));
  if (shape === 'singular') return { [singular]: items };

  return shape === 'plural'
    ? { [rename(name)]: items }
    : { [rename(name)]: { [rename(name)]: items } };
}

function scalar(text: string): string | number | boolean | null {
  if (text === '') return null;
  if (text === 'true' || text === 'false') return text === 'true';

  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;
}

/** As .NET's serializers do: `UID` becomes `uid`, `VmDisplayName` becomes `vmDisplayName`. */
function toCamel(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (head) => head.toLowerCase());
}
