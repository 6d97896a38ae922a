import { DecodeError } from '../transport/decode-error.js';
import type { CallOptions } from '../transport/options.js';
import type { ConsoleCalls, Read } from './calls.js';
import type { ListPage } from './decode.js';
import { backupServerOf, decodeList, failoverPlanOf, planObjectOf } from './decode.js';
import type { JsonObject } from './json-fields.js';
import type { SpcPlanFilter } from './requests.js';
import {
  equals,
  isUuid,
  listPath,
  PAGE_SIZE,
  planConditions,
  planPath,
  plansPath,
  serversPath,
} from './requests.js';
import type { SpcBackupServer, SpcFailoverPlan, SpcPlanObject } from './resources.js';

/** 20,000 entries: a list that is longer is no answer to our questions. */
const MAX_PAGES = 40;

/** A list, its conditions, and how one entry is read. */
interface List<T> {
  readonly operation: string;
  readonly path: string;
  readonly conditions: Parameters<typeof listPath>[1];
  readonly decode: (object: JsonObject) => T;
  /** Entries of one key are one. */
  readonly key: (item: T) => string;
}

/** The plans that match. @throws ClientError as reads do. */
export async function listPlans(
  filter: SpcPlanFilter,
  calls: ConsoleCalls,
  options: CallOptions,
): Promise<readonly SpcFailoverPlan[]> {
  const found: SpcFailoverPlan[] = [];
  for (const server of await serversOf(filter.backupServer, calls, options)) {
    const list = {
      operation: 'listFailoverPlans',
      path: plansPath(server),
      conditions: planConditions(filter),
      decode: failoverPlanOf,
      key: ({ planId }: SpcFailoverPlan) => planId,
    };
    const plans = await readAll(list, calls, options);
    // A filter that the server does not understand may have been passed over.
    found.push(...plans.filter((plan) => matches(plan, filter, server)));
  }

  return found;
}

/** The backup servers that the Console manages. @throws ClientError as reads do. */
export async function listBackupServers(
  calls: ConsoleCalls,
  options: CallOptions,
): Promise<readonly SpcBackupServer[]> {
  return readAll(backupServers([]), calls, options);
}

function backupServers(conditions: List<SpcBackupServer>['conditions']): List<SpcBackupServer> {
  return {
    operation: 'listBackupServers',
    path: serversPath,
    conditions,
    decode: backupServerOf,
    key: ({ id }) => id,
  };
}

/** The machines of a plan. @throws ClientError as reads do. */
export async function listObjects(
  planUid: string,
  calls: ConsoleCalls,
  options: CallOptions,
): Promise<readonly SpcPlanObject[]> {
  const list = {
    operation: 'listPlanObjects',
    path: `${planPath(planUid)}/objects`,
    conditions: [],
    decode: planObjectOf,
    key: ({ id, name }: SpcPlanObject) => `${id} ${name}`,
  };
  const found = await readAll(list, calls, options);

  return found.filter(({ planId }) => planId === planUid.toLowerCase());
}

function matches(plan: SpcFailoverPlan, filter: SpcPlanFilter, server: string | null): boolean {
  return (
    (filter.name === undefined || plan.name === filter.name) &&
    (filter.type === undefined || plan.type === filter.type) &&
    (server === null || plan.backupServerUid === server)
  );
}

/** The uids of the servers that are meant; null: all of them. */
async function serversOf(
  backupServer: string | undefined,
  calls: ConsoleCalls,
  options: CallOptions,
): Promise<readonly (string | null)[]> {
  if (backupServer === undefined) return [null];
  if (isUuid(backupServer)) return [backupServer.toLowerCase()];
  const conditions = [equals('name', backupServer, 'ignorecase')];
  const found = await readAll(backupServers(conditions), calls, options);

  return found
    .filter(({ name }) => name.toLowerCase() === backupServer.toLowerCase())
    .map(({ id }) => id);
}

/** Follows a list to its end. It fails rather than to give a part of it. */
async function readAll<T>(
  list: List<T>,
  calls: ConsoleCalls,
  options: CallOptions,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  let offset = 0;
  for (;;) {
    const page = await calls.read(pageOf(list, offset, found), options);
    for (const item of page.items) found.set(list.key(item), item);
    offset += page.items.length;
    if (page.total === null || offset >= page.total) return [...found.values()];
  }
}

function pageOf<T>(
  list: List<T>,
  offset: number,
  before: ReadonlyMap<string, T>,
): Read<ListPage<T>> {
  return {
    operation: list.operation,
    path: listPath(list.path, list.conditions, offset),
    decode: (body) => {
      const page = decodeList(body, list.decode, offset);
      refusePart(page, offset);
      refuseTwice(page.items, list.key, before);
      return page;
    },
  };
}

/** @throws DecodeError when the list would not be known to be whole. */
function refusePart({ items, total }: ListPage<unknown>, offset: number): void {
  if (total === null && items.length >= PAGE_SIZE) {
    throw new DecodeError(`the list has ${items.length} entries, and may have more`);
  }
  if (total !== null && total > MAX_PAGES * PAGE_SIZE) {
    throw new DecodeError(`the list has ${total} entries, more than ${MAX_PAGES * PAGE_SIZE}`);
  }
  if (total !== null && total > offset && items.length === 0) {
    throw new DecodeError(`the list ends at ${offset} of ${total} entries`);
  }
}

/**
 * In a steady order no entry comes on two pages, unless the list changed while it was read: then
 * another one may have been missed. Within a page an entry may repeat, but not contradict itself.
 */
function refuseTwice<T>(
  items: readonly T[],
  key: (item: T) => string,
  before: ReadonlyMap<string, T>,
): void {
  const seen = new Map<string, string>();
  for (const item of items) {
    const [name, told] = [key(item), JSON.stringify(item)];
    if (before.has(name)) throw new DecodeError(`${name} came again: the list changed meanwhile`);
    if ((seen.get(name) ?? told) !== told) throw new DecodeError(`${name} is told in two ways`);
    seen.set(name, told);
  }
}
