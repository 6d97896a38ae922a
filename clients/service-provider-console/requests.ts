import { utc } from '../transport/timestamp.js';
import type { PlanType } from './resources.js';

/** The most that the server gives at once (its documented maximum). */
export const PAGE_SIZE = 500;

const SERVERS = '/infrastructure/backupServers';

/** Narrows a list of plans; what is missing does not narrow. */
export interface SpcPlanFilter {
  /** Exactly this name; names are not unique. */
  readonly name?: string;
  /** The backup server's uid or its name; host names compare without case. */
  readonly backupServer?: string;
  readonly type?: PlanType;
}

interface Condition {
  readonly property: string;
  readonly operation: 'equals';
  readonly collation?: 'ordinal' | 'ignorecase';
  readonly value: string;
}

/** A page of a list, in an order that does not change between pages. */
export function listPath(path: string, conditions: readonly Condition[], offset: number): string {
  const sort = [{ property: 'instanceUid', direction: 'ascending', collation: 'ordinal' }];
  const [first] = conditions;
  const filter = conditions.length > 1 ? { operation: 'and', items: conditions } : first;
  const parameters = [
    ...(filter === undefined ? [] : [`filter=${encoded([filter])}`]),
    `sort=${encoded(sort)}`,
    `limit=${PAGE_SIZE}`,
    `offset=${offset}`,
  ];

  return `${path}?${parameters.join('&')}`;
}

/** What the server is asked to filter by; the answer is checked again. */
export function planConditions({ name, type }: SpcPlanFilter): readonly Condition[] {
  return [
    ...(name === undefined ? [] : [equals('name', name, 'ordinal')]),
    ...(type === undefined
      ? []
      : [{ property: 'type', operation: 'equals', value: type } as const]),
  ];
}

export function equals(
  property: string,
  value: string,
  collation: 'ordinal' | 'ignorecase',
): Condition {
  return { property, operation: 'equals', collation, value };
}

/** The backup servers. */
export const serversPath = SERVERS;

/** The plans of one backup server, or of all. */
export function plansPath(backupServerUid: string | null): string {
  const server = backupServerUid === null ? '' : `/${encodeURIComponent(backupServerUid)}`;

  return `${SERVERS}${server}/failoverplans`;
}

export function planPath(planUid: string): string {
  return `${plansPath(null)}/${encodeURIComponent(planUid)}`;
}

/**
 * The path of a start. The time stands in full, although the vendor's schema calls it a date: its
 * description says date and time.
 *
 * @throws TypeError when it is no time with an offset.
 */
export function startPath(planUid: string, dateTime: string | null, test: boolean): string {
  const time = dateTime === null ? '' : `dateTime=${encodeURIComponent(utc(dateTime))}&`;

  return `${planPath(planUid)}/start?${time}test=${String(test)}`;
}

export function actionPath(id: string): string {
  return `/asyncActions/${encodeURIComponent(id)}`;
}

/** A JSON Patch (RFC 6902) that replaces the commands that are given. */
export function patchBody(commands: Readonly<Record<string, string>>): string {
  const operations = Object.entries(commands).map(([name, value]) => ({
    op: 'replace',
    path: `/${name}`,
    value,
  }));

  return JSON.stringify(operations);
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** @throws TypeError when it is not a uuid, which the server wants for X-Request-id. */
export function requestUuid(text: string): string {
  if (UUID.test(text)) return text;

  throw new TypeError(`the request id "${text.slice(0, 100)}" is not a uuid`);
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

function encoded(value: unknown): string {
  return encodeURIComponent(JSON.stringify(value));
}
