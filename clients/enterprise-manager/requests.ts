import { utc } from '../transport/timestamp.js';
import type { Wire } from './options.js';
import { requestBody } from './request-body.js';
import type { FailoverPlanKind } from './resources.js';

/** How many entities a page holds: what Enterprise Manager 13 takes when it is not asked. */
const PAGE_SIZE = 100;

/**
 * For lists that grow with the machines, so that few requests bring them. A server that gives
 * smaller pages says so, and its pages are followed.
 */
export const BIG_PAGE = 1_000;

const COLLECTIONS = {
  failoverPlan: '/failoverPlans',
  cloudFailoverPlan: '/cloud/cloudFailoverPlans',
} as const;

const SPECS = {
  failoverPlan: 'FailoverPlanManagementSpec',
  cloudFailoverPlan: 'CloudFailoverPlanManagementSpec',
} as const;

/** The path of a kind of plan, or of one plan of it. */
export function plansPath(kind: FailoverPlanKind, id?: string): string {
  return id === undefined ? COLLECTIONS[kind] : `${COLLECTIONS[kind]}/${encodeURIComponent(id)}`;
}

/** The path of a page of a collection of full entities; pages count from 1. */
export function collectionPath(collection: string, page: number): string {
  return `${collection}?format=Entity&${paging(page)}`;
}

/** The path of a page of a collection whose entries have one form only, as tasks do. */
export function pagePath(collection: string, page: number): string {
  return `${collection}?${paging(page, BIG_PAGE)}`;
}

/** Always asked for: without it some versions give one page of 100, others give all. */
function paging(page: number, size = PAGE_SIZE): string {
  return `pageSize=${size}&page=${page}`;
}

/** What is asked of the query service. */
export interface Query {
  readonly type: string;
  /** Conditions that must all hold; see `equals` and `since`. */
  readonly conditions: readonly string[];
  /** Newest first by this field. */
  readonly sortDescending: string;
  /** Missing: 100. */
  readonly pageSize?: number;
}

/**
 * The path of a page of a query. Everything but the equals sign is percent-encoded: the server's
 * own links carry `==` as it is, and `> < " ; ,` must be encoded.
 */
export function queryPath(query: Query, page: number): string {
  const filter = encodeURIComponent(query.conditions.join(';')).replaceAll('%3D', '=');
  const parameters = [
    `type=${query.type}`,
    'format=Entities',
    ...(filter === '' ? [] : [`filter=${filter}`]),
    `sortDesc=${query.sortDescending}`,
    paging(page, query.pageSize),
  ];

  return `/query?${parameters.join('&')}`;
}

/** Unquoted spaces are silently removed by the server, so values are quoted; quotes are doubled. */
export function equals(field: string, value: string): string {
  return `${field}=="${value.replaceAll('"', '""')}"`;
}

/** Any of the values: OR is a comma, and the group has parentheses. */
export function equalsAny(field: string, values: readonly string[]): string {
  return `(${values.map((value) => equals(field, value)).join(',')})`;
}

/** @throws TypeError when it is no time. */
export function since(field: string, time: string): string {
  return `${field}>=${utc(time)}`;
}

/** Either of the conditions. */
export function either(...conditions: readonly string[]): string {
  return `(${conditions.join(',')})`;
}

/** @throws TypeError when it is no time. */
export function before(field: string, time: string): string {
  return `${field}<${utc(time)}`;
}

/**
 * The body of a start. Exactly one of both elements: which one wins is not documented.
 *
 * @throws TypeError when `before` is no time.
 */
export function startBody(wire: Wire, kind: FailoverPlanKind, time: string | null): string {
  const choice = time === null ? { StartNow: true } : { StartDate: utc(time) };

  return requestBody(wire, SPECS[kind], choice);
}
