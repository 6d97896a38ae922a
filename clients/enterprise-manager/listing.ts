import { isKind } from '../client-error.js';
import { planOf } from './decode-plan.js';
import { cloudReplicaPointOf } from './decode-replica-point.js';
import { cloudFailoverSessionOf, restoreSessionOf } from './decode-session.js';
import { optionalAttribute, requiredAttribute, resourceId } from './fields.js';
import type { CloudSessionFilter, PlanFilter, RestoreSessionFilter } from './filters.js';
import { isSince, matchesPlan, matchesSession } from './filters.js';
import { decodeItems, newestFirst, ownId, readPages } from './lists.js';
import type { CallOptions } from './options.js';
import type { Query } from './requests.js';
import {
  BIG_PAGE,
  collectionPath,
  either,
  equals,
  equalsAny,
  plansPath,
  queryPath,
  since,
} from './requests.js';
import type {
  BackupServer,
  CloudFailoverSession,
  CloudReplicaPoint,
  FailoverPlan,
  FailoverPlanKind,
  RestoreSession,
} from './resources.js';
import type { SessionCalls } from './session-calls.js';
import type { XmlElement } from './xml.js';

/** What all lists need. */
export interface Listing {
  readonly calls: SessionCalls;
  readonly options: CallOptions;
  /** Types that the role turned out not to query: their collections are read at once. */
  readonly unqueryable: Set<string>;
}

/** What a list of this connection needs. */
export function listingOf(connection: Omit<Listing, 'options'>, options: CallOptions): Listing {
  const { calls, unqueryable } = connection;

  return { calls, options, unqueryable };
}

/** A list of full entities and the two places where it can be read. */
export interface EntityList<T> {
  readonly operation: string;
  /** The name of one entity. */
  readonly item: string;
  readonly decode: (element: XmlElement) => T;
  /** Which entities are decoded at all; left out: all of them. */
  readonly isWanted?: (element: XmlElement) => boolean;
  /** null: the collection is read at once. */
  readonly query: Query | null;
  readonly collection: string;
}

/**
 * All entities of a list, by the query service where there is one for it; roles without it (and
 * tenants) get 403, 404 or 405 there, and the collection is read instead.
 */
export async function readList<T extends { readonly id: string }>(
  list: EntityList<T>,
  listing: Listing,
): Promise<readonly T[]> {
  const { query } = list;
  if (query !== null && !listing.unqueryable.has(query.type)) {
    try {
      return await readAll(list, (page) => queryPath(query, page), listing);
    } catch (error) {
      const hasNoQuery =
        isKind(error, 'refused') && error.status !== null && [403, 404, 405].includes(error.status);
      if (!hasNoQuery) throw error;
      listing.unqueryable.add(query.type);
    }
  }

  return readAll(list, (page) => collectionPath(list.collection, page), listing);
}

/** The plans of a kind that match; the collections of plans are short and have no filter. */
export async function listPlans(
  kind: FailoverPlanKind,
  filter: PlanFilter,
  listing: Listing,
): Promise<readonly FailoverPlan[]> {
  const isCloud = kind === 'cloudFailoverPlan';
  const found = await readList(
    {
      operation: isCloud ? 'listCloudFailoverPlans' : 'listFailoverPlans',
      item: isCloud ? 'CloudFailoverPlan' : 'FailoverPlan',
      decode: (element) => planOf(element, kind),
      query: null,
      collection: plansPath(kind),
    },
    listing,
  );

  return found.filter((plan) => matchesPlan(plan, filter));
}

/** The backup servers; the server tells neither here nor elsewhere when it last collected them. */
export async function backupServers(listing: Listing): Promise<readonly BackupServer[]> {
  return readList(
    {
      operation: 'listBackupServers',
      item: 'BackupServer',
      decode: (element) => ({ id: resourceId(element), name: requiredAttribute(element, 'Name') }),
      query: null,
      collection: '/backupServers',
    },
    listing,
  );
}

/** Newest first. */
export async function cloudFailoverSessions(
  filter: CloudSessionFilter,
  listing: Listing,
): Promise<readonly CloudFailoverSession[]> {
  const time = filter.since === null ? [] : [since('CreationTime', filter.since)];
  const found = await readList(
    {
      operation: 'listCloudFailoverSessions',
      item: 'CloudFailoverSession',
      decode: cloudFailoverSessionOf,
      // One without a name may be wanted: decoding refuses it.
      isWanted: (element) =>
        (optionalAttribute(element, 'Name') ?? filter.planName) === filter.planName,
      query: {
        type: 'CloudFailoverSession',
        conditions: [equals('Name', filter.planName), ...time],
        sortDescending: 'CreationTime',
      },
      collection: '/cloud/failoverSessions',
    },
    listing,
  );

  return newestFirst(found.filter((session) => matchesSession(session, filter)));
}

/** Newest first. */
export async function restoreSessions(
  { since: from, machines, machine, endedSince }: RestoreSessionFilter,
  listing: Listing,
): Promise<readonly RestoreSession[]> {
  const names = machine === undefined ? machines : [machine];
  const wanted = names === undefined ? null : new Set(names);
  const found = await readList(
    {
      operation: 'listRestoreSessions',
      item: 'RestoreSession',
      decode: restoreSessionOf,
      isWanted: (element) =>
        wanted === null || wanted.has(optionalAttribute(element, 'VmDisplayName') ?? ''),
      query: {
        type: 'RestoreSession',
        conditions: [
          ...(machine === undefined ? [] : [equals('VmDisplayName', machine)]),
          ...(from === null ? [] : [since('CreationTime', from)]),
          ...(endedSince === undefined
            ? []
            : [either('State!=Stopped', since('EndTime', endedSince))]),
        ],
        sortDescending: 'CreationTime',
        ...(endedSince === undefined ? {} : { pageSize: BIG_PAGE }),
      },
      collection: '/restoreSessions',
    },
    listing,
  );

  return newestFirst(found.filter((session) => isSince(session.createdAt, from)));
}

/** Newest first; all states when none is named. */
export async function cloudReplicaPoints(
  states: readonly string[],
  listing: Listing,
): Promise<readonly CloudReplicaPoint[]> {
  const found = await readList(
    {
      operation: 'listCloudReplicaPoints',
      item: 'CloudVmReplicaPoint',
      decode: cloudReplicaPointOf,
      query: {
        type: 'CloudVmReplicaPoint',
        conditions: states.length === 0 ? [] : [equalsAny('State', states)],
        sortDescending: 'CreationTime',
      },
      collection: '/cloud/vmReplicaPoints',
    },
    listing,
  );

  return newestFirst(found.filter(({ state }) => states.length === 0 || states.includes(state)));
}

async function readAll<T extends { readonly id: string }>(
  list: EntityList<T>,
  path: (page: number) => string,
  listing: Listing,
): Promise<readonly T[]> {
  return readPages(ownId, (asked) =>
    listing.calls.read(
      {
        operation: list.operation,
        path: path(asked.number),
        body: null,
        decode: (body) => decodeItems(body, { ...list, id: ownId }, asked),
      },
      listing.options,
    ),
  );
}
