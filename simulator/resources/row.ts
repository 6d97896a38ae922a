import { bareList, element, type Element, type Scalar } from '../wire/element.js';

import { link, type Site } from './site.js';

/** A value that /query can filter and sort by. */
export type FieldValue =
  | { readonly kind: 'text'; readonly value: string }
  /** Milliseconds since 1970; null while there is no such time yet. */
  | { readonly kind: 'time'; readonly value: number | null }
  /** Compared by the order of declaration, as the vendor says. */
  | { readonly kind: 'enum'; readonly value: string; readonly order: readonly string[] };

/** One resource of a collection, written out only when it is asked for. */
export interface Row {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  /** Below /api, without a query. */
  readonly path: string;
  /** The links that stand in both the reference and the entity. */
  readonly up: () => readonly Element[];
  readonly fields: () => Readonly<Record<string, FieldValue>>;
  /** Attributes and links that only the entity has. */
  readonly attributes?: Readonly<Record<string, Scalar>>;
  readonly entityLinks?: () => readonly Element[];
  readonly content: () => readonly Element[];
}

export function text(value: string): FieldValue {
  return { kind: 'text', value };
}

export function uidOf(type: string, id: string): string {
  return `urn:veeam:${type}:${id}`;
}

/** The short form: `Ref` in lists, `EntityRef` alone. `href` replaces the right one (see query). */
export function reference(
  name: 'Ref' | 'EntityRef',
  row: Row,
  site: Site,
  href = row.path,
): Element {
  return element(
    name,
    [
      bareList('Links', [
        ...row.up(),
        link('Alternate', site.href(`${row.path}?format=Entity`), {
          type: row.type,
          name: row.name,
        }),
      ]),
    ],
    {
      Type: `${row.type}Reference`,
      Href: site.href(href),
      Name: row.name,
      UID: uidOf(row.type, row.id),
    },
  );
}

/** The whole form. */
export function entity(row: Row, site: Site): Element {
  return element(
    row.type,
    [
      bareList('Links', [
        ...row.up(),
        link('Alternate', site.href(row.path), { type: `${row.type}Reference`, name: row.name }),
        ...(row.entityLinks?.() ?? []),
      ]),
      ...row.content(),
    ],
    {
      Type: row.type,
      Href: site.href(`${row.path}?format=Entity`),
      Name: row.name,
      UID: uidOf(row.type, row.id),
      ...row.attributes,
    },
  );
}
