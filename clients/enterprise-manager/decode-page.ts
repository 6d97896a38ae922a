import { DecodeError } from '../transport/decode-error.js';
import { wholeNumber } from '../transport/values.js';
import { parsePageBody } from './body.js';
import { child, childrenNamed, requiredAttribute } from './fields.js';
import type { XmlElement } from './xml.js';

/** One page of a list of full entities. */
interface Page {
  readonly entities: readonly XmlElement[];
  /** null: the server does not page this list. */
  readonly pagesCount: number | null;
}

/**
 * A page of a collection (`<FailoverPlans>`) or of the query service
 * (`<QueryResult><Entities><FailoverPlans>`), whose entities are called `item`.
 *
 * @throws DecodeError when it holds anything else: a page that is not understood must never pass
 *   for an empty one.
 */
export function decodePage(body: string, item: string): Page {
  const root = parsePageBody(body, item);
  const lists = root.name === 'QueryResult' ? queried(root) : [collection(root, item)];

  return {
    entities: lists.flatMap((list) => itemsOf(list, item)),
    pagesCount: pagesCount(root),
  };
}

function queried(root: XmlElement): readonly XmlElement[] {
  const references = child(root, 'Refs')?.children.length ?? 0;
  if (references > 0) throw referencesCame();

  return child(root, 'Entities')?.children ?? [];
}

function collection(root: XmlElement, item: string): XmlElement {
  if (childrenNamed(root, 'Ref').length > 0) throw referencesCame();
  const isEmptyList = root.name === `${item}s` || root.name === 'EntityReferences';
  if (isEmptyList || childrenNamed(root, item).length > 0) return root;

  throw new DecodeError(`<${root.name.slice(0, 100)}> came where <${item}s> is expected`);
}

function itemsOf(list: XmlElement, item: string): readonly XmlElement[] {
  const known = [item, 'PagingInfo', 'Links'];
  const foreign = list.children.find((element) => !known.includes(element.name));
  if (foreign !== undefined) {
    throw new DecodeError(`<${foreign.name.slice(0, 100)}> came where <${item}> is expected`);
  }

  return childrenNamed(list, item);
}

/** How many pages a list has; null: the server does not page it. */
export function pagesCount(root: XmlElement): number | null {
  const paging = child(root, 'PagingInfo');
  if (paging === null) return null;

  return wholeNumber(requiredAttribute(paging, 'PagesCount'), 1_000_000, 'PagingInfo@PagesCount');
}

function referencesCame(): DecodeError {
  return new DecodeError('references came where full entities were asked for');
}
