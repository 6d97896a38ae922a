import { DecodeError } from '../transport/decode-error.js';
import type { Paging } from './decode-page.js';
import { decodePage } from './decode-page.js';
import type { XmlElement } from './xml.js';

/** 20,000 entities: a list that is longer is no answer to our questions. */
export const MAX_PAGES = 200;

/** Which page is asked for, and what came before it. */
export interface PageAsked {
  /** Pages count from 1. */
  readonly number: number;
  /** What the page before was told by; empty for the first. */
  readonly before: string;
}

/** One decoded page. */
interface DecodedPage<T> {
  readonly items: readonly T[];
  /** What tells this page from another. */
  readonly mark: string;
  readonly pagesCount: number | null;
}

/** What a page is made of. */
interface Items<T> {
  /** The name of one entity. */
  readonly item: string;
  readonly decode: (element: XmlElement) => T;
  /** The entity's own id; entries with one id are one. */
  readonly id: (item: T) => string;
  /** Left out: all are. */
  readonly isWanted?: (element: XmlElement) => boolean;
}

/**
 * Decodes the wanted entities of a page; the others are not looked at, so that something odd of
 * another plan or machine does not stand in the way.
 *
 * @throws DecodeError when the page or a wanted entity is not understood, or the page is not the
 *   one that was asked for.
 */
export function decodeItems<T>(
  body: string,
  { item, decode, id, isWanted = () => true }: Items<T>,
  asked: PageAsked,
): DecodedPage<T> {
  const page = decodePage(body, item, asked.number);
  const items = page.entities.filter(isWanted).map(decode);
  const mark = page.entities.map(({ attributes }) => attributes.get('UID') ?? '').join();

  return checkedPage({ ...page, items, mark: mark.replaceAll(',', '') }, id, asked);
}

/**
 * The page as it is, if it can be a page of the list.
 *
 * @throws DecodeError when it repeats the page before (a server that does not understand `page`
 *   does that), contradicts itself, or the list is of absurd length.
 */
export function checkedPage<T>(
  page: Paging & { readonly items: readonly T[]; readonly mark?: string },
  id: (item: T) => string,
  { number, before }: PageAsked,
): DecodedPage<T> {
  const { items, pagesCount } = page;
  if (pagesCount !== null && pagesCount > MAX_PAGES) {
    throw new DecodeError(`the list has ${pagesCount} pages, more than ${MAX_PAGES}`);
  }
  const byId = new Map<string, string>();
  for (const one of items) {
    const [key, told] = [id(one), JSON.stringify(one)];
    if ((byId.get(key) ?? told) !== told) throw new DecodeError(`${key} is told in two ways`);
    byId.set(key, told);
  }
  const mark = page.mark === undefined || page.mark === '' ? items.map(id).join() : page.mark;
  if (!page.isNumbered && mark !== '' && mark === before) {
    throw new DecodeError(`page ${number} of ${pagesCount ?? '?'} repeats the page before it`);
  }

  return { items, mark, pagesCount };
}

/**
 * Follows a list from page 1 to its end: to the last page that the server names, or the only one
 * of a list that it does not page. Entries may repeat: vApps have one for each machine.
 */
export async function readPages<T>(
  id: (item: T) => string,
  read: (asked: PageAsked) => Promise<DecodedPage<T>>,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  let before = '';
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const page = await read({ number, before });
    for (const item of page.items) found.set(id(item), item);
    if (page.pagesCount === null || number >= page.pagesCount) break;
    before = page.mark;
  }

  return [...found.values()];
}

/** What tells entities apart: their guid. */
export function ownId({ id }: { readonly id: string }): string {
  return id;
}

/** Newest first; the server's order is not relied on. */
export function newestFirst<T extends { readonly createdAt: string }>(
  items: readonly T[],
): readonly T[] {
  return items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
}
