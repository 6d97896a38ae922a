import type { Switches } from '../scenario/switches.js';
import type { Site } from '../resources/site.js';
import { link } from '../resources/site.js';
import { bareList, element, type Element } from '../wire/element.js';
import { HttpProblem } from '../wire/http-problem.js';

/** One page of a list, and what says so. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly info: Element;
}

/**
 * Cuts the page that `pageSize` and `page` ask for; without pageSize, all on one page or 100 as
 * the switch says. A page past the end is empty. Throws HttpProblem 400 for what is no number.
 */
export function cutPage<T>(
  items: readonly T[],
  path: string,
  query: URLSearchParams,
  defaultSize: Switches['defaultPageSize'],
  site: Site,
): Page<T> {
  const fallback = defaultSize === 'none' ? Math.max(1, items.length) : defaultSize;
  const size = readCount(query, 'pageSize') ?? fallback;
  const page = readCount(query, 'page') ?? 1;
  const count = Math.max(1, Math.ceil(items.length / size));
  const to = (number: number): string => site.href(pagePath(path, query, size, number));
  const info = element(
    'PagingInfo',
    [
      bareList('Links', [
        link('First', to(1)),
        ...(page > 1 ? [link('Previous', to(page - 1))] : []),
        ...(page < count ? [link('Next', to(page + 1))] : []),
        link('Last', to(count)),
      ]),
    ],
    { PagesCount: count, PageSize: size, PageNum: page },
  );
  return { items: items.slice((page - 1) * size, page * size), info };
}

/** Whether a plain list is paged: when it is asked for, or when the server pages by itself. */
export function isPaged(query: URLSearchParams, defaultSize: Switches['defaultPageSize']): boolean {
  return defaultSize !== 'none' || query.has('pageSize') || query.has('page');
}

function readCount(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(value)) {
    throw new HttpProblem(400, `${name} must be a whole number from 1, not "${value}".`);
  }
  return Number(value);
}

// The vendor's samples print the filter as typed, `Result==failed`, not percent-encoded.
function pagePath(path: string, query: URLSearchParams, size: number, page: number): string {
  const kept = [...query].filter(([name]) => name !== 'pageSize' && name !== 'page');
  const all = [...kept, ['pageSize', String(size)] as const, ['page', String(page)] as const];
  const written = all.map(
    ([name, value]) => `${name}=${value.replace(/[%&#+]/g, encodeURIComponent)}`,
  );
  return `${path}?${written.join('&')}`;
}
