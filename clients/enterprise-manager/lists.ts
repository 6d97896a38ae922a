import { DecodeError } from '../transport/decode-error.js';
import { decodePage } from './decode-page.js';
import type { XmlElement } from './xml.js';

/** 20,000 entities: a list that is longer is no answer to our questions. */
const MAX_PAGES = 200;

/** One decoded page. */
interface DecodedPage<T> {
  readonly items: readonly T[];
  /** What tells this page from another where not all of its entities are wanted. */
  readonly mark?: string;
  readonly pagesCount: number | null;
}

/**
 * Decodes the wanted entities of a page; the others are not looked at, so that something odd of
 * another plan or machine does not stand in the way.
 *
 * @throws DecodeError when the page or a wanted entity is not understood.
 */
export function decodeItems<T>(
  body: string,
  item: string,
  decode: (element: XmlElement) => T,
  isWanted: (element: XmlElement) => boolean = () => true,
): DecodedPage<T> {
  const page = decodePage(body, item);
  if (page.pagesCount !== null && page.pagesCount > MAX_PAGES) {
    throw new DecodeError(`the list has ${page.pagesCount} pages, more than ${MAX_PAGES}`);
  }

  return {
    items: page.entities.filter(isWanted).map(decode),
    mark: page.entities.map(({ attributes }) => attributes.get('UID') ?? '').join(),
    pagesCount: page.pagesCount,
  };
}

/**
 * Follows a list from page 1 to its end: to the last page that the server names, or the only one
 * of a list that it does not page. A page that repeats the one before ends it too, with a warning,
 * because the server then repeats itself. Entries may repeat: vApps have one for each machine.
 */
export async function readPages<T extends { readonly id: string }>(
  read: (page: number) => Promise<DecodedPage<T>>,
  warn: (message: string) => void,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  let before = '';
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const page = await read(number);
    const ids =
      page.mark === undefined || page.mark === ''
        ? page.items.map(({ id }) => id).join()
        : page.mark;
    for (const item of page.items) found.set(item.id, item);
    if (page.pagesCount === null || number >= page.pagesCount) break;
    if (ids === before) {
      warn(`page ${number} of ${page.pagesCount} of a list brought nothing new: stopped there`);
      break;
    }
    before = ids;
  }

  return [...found.values()];
}

/** Newest first; the server's order is not relied on. */
export function newestFirst<T extends { readonly createdAt: string }>(
  items: readonly T[],
): readonly T[] {
  return items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
}
