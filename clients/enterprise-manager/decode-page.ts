import { DecodeError } from '../transport/decode-error.js';
import { foreignText } from '../transport/foreign-text.js';
import { wholeNumber } from '../transport/values.js';
import { parsePageBody } from './body.js';
import {
  child,
  childrenNamed,
  entriesNamed,
  optionalAttribute,
  requiredAttribute,
} from './fields.js';
import type { XmlElement } from './xml.js';

/** What an answer says of the pages of its list. */
export interface Paging {
  /** null: the server does not page this list. */
  readonly pagesCount: number | null;
  /** The page says itself that it is the one that was asked for. */
  readonly isNumbered: boolean;
}

/** One page of a list of full entities. */
interface Page extends Paging {
  readonly entities: readonly XmlElement[];
}

/**
 * A page of a collection (`<FailoverPlans>`) or of the query service
 * (`<QueryResult><Entities><FailoverPlans>`), whose entities are called `item`.
 *
 * @throws DecodeError when it holds anything else: a page that is not understood must never pass
 *   for an empty one.
 */
export function decodePage(body: string, item: string, page: number): Page {
  const root = parsePageBody(body, item);
  const lists = root.name === 'QueryResult' ? queried(root) : [collection(root, item)];

  return {
    entities: lists.flatMap((list) => entriesNamed(list, [item])),
    ...pagingOf(root, page),
  };
}

function queried(root: XmlElement): readonly XmlElement[] {
  const [references, entities] = [child(root, 'Refs'), child(root, 'Entities')];
  if (references !== null && references.children.length > 0) throw referencesCame();
  const foreign = entriesNamed(root, ['Refs', 'Entities', 'Resources']).find(
    ({ name, children }) => name === 'Resources' && children.length > 0,
  );
  // An empty result may leave out its lists; then the paging shows that it is one.
  const isAnswer = references !== null || entities !== null || child(root, 'PagingInfo') !== null;
  if (foreign !== undefined || !isAnswer) {
    throw new DecodeError('the QueryResult holds no Entities');
  }
  if (entities === null) return [];
  if (/\S/.test(entities.text)) throw new DecodeError('text came where Entities are expected');

  return entities.children;
}

function collection(root: XmlElement, item: string): XmlElement {
  if (childrenNamed(root, 'Ref').length > 0) throw referencesCame();
  const isEmptyList = root.name === `${item}s` || root.name === 'EntityReferences';
  if (isEmptyList || childrenNamed(root, item).length > 0) return root;

  throw new DecodeError(`<${root.name.slice(0, 100)}> came where <${item}s> is expected`);
}

/**
 * What a list says of its pages.
 *
 * @throws DecodeError when it is another page than the one that was asked for, which would leave a
 *   hole that no one sees.
 */
export function pagingOf(root: XmlElement, page: number): Paging {
  const paging = child(root, 'PagingInfo');
  if (paging === null) return { pagesCount: null, isNumbered: false };
  const count = requiredAttribute(paging, 'PagesCount');
  const number = optionalAttribute(paging, 'PageNum');
  if (number !== null && number !== String(page)) {
    throw new DecodeError(
      `page ${foreignText(number, 20)} of the list came where ${page} was asked for`,
    );
  }

  return {
    pagesCount: wholeNumber(count, 1_000_000, 'PagingInfo@PagesCount'),
    isNumbered: number !== null,
  };
}

function referencesCame(): DecodeError {
  return new DecodeError('references came where full entities were asked for');
}
