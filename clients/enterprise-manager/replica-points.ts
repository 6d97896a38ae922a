import { vAppReplicaPointOf, vmReplicaPointOf } from './decode-replica-point.js';
import type { ReplicaPointFilter } from './filters.js';
import { matchesPoint } from './filters.js';
import type { EntityList, Listing } from './listing.js';
import { readList } from './listing.js';
import { newestFirst } from './lists.js';
import { before, BIG_PAGE, equals, equalsAny, since } from './requests.js';
import type { ReplicaPoint } from './resources.js';

/** How long the part of a query's URL with the names may get, in characters. */
const NAMES_LIMIT = 3_000;

/** Machines have their points at one place, vApps at another. */
type Kind = 'vm' | 'vApp';

const KINDS = {
  vm: {
    operation: 'listVmReplicaPoints',
    item: 'VmReplicaPoint',
    decode: vmReplicaPointOf,
    nameField: 'VmDisplayName',
    collection: '/vmReplicaPoints',
  },
  vApp: {
    operation: 'listVAppReplicaPoints',
    item: 'VAppReplicaPoint',
    decode: vAppReplicaPointOf,
    // The vendor's example filters by this name; bodies call it VAppDisplayName as well.
    nameField: 'VAppName',
    collection: '/vAppReplicaPoints',
  },
} as const;

/**
 * The restore points that match, newest first. Many names go into few requests; with a replica's
 * id its own collection is read, where it has one.
 */
export async function replicaPoints(
  kind: Kind,
  filter: ReplicaPointFilter,
  listing: Listing,
): Promise<readonly ReplicaPoint[]> {
  const { machines } = filter;
  if (machines?.length === 0) return [];
  const isOneReplica = kind === 'vm' && filter.replicaId !== undefined;
  const groups = machines === undefined || isOneReplica ? [null] : groupsOf(machines, kind);
  const found = new Map<string, ReplicaPoint>();
  for (const names of groups) {
    const points = await readList(listOf(kind, filter, names), listing);
    for (const point of points) found.set(point.id, point);
    // Without the query service the collection came whole.
    if (listing.unqueryable.has(KINDS[kind].item)) break;
  }

  return newestFirst([...found.values()].filter((point) => matchesPoint(point, filter)));
}

function listOf(
  kind: Kind,
  filter: ReplicaPointFilter,
  names: readonly string[] | null,
): EntityList<ReplicaPoint> {
  const { operation, item, decode, nameField, collection } = KINDS[kind];
  const list = { operation, item, decode };
  if (kind === 'vm' && filter.replicaId !== undefined) {
    const replica = encodeURIComponent(filter.replicaId);
    return { ...list, query: null, collection: `/replicas/${replica}/vmReplicaPoints` };
  }
  const conditions = [
    ...(names === null ? [] : [equalsAny(nameField, names)]),
    ...(filter.since === undefined ? [] : [since('CreationTime', filter.since)]),
    ...(filter.before === undefined ? [] : [before('CreationTime', filter.before)]),
  ];

  const query = {
    type: item,
    conditions,
    sortDescending: 'CreationTime',
    pageSize: BIG_PAGE,
  } as const;

  return { ...list, query, collection };
}

/** The names in groups that fit into a URL each. */
function groupsOf(names: readonly string[], kind: Kind): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let left = 0;
  for (const name of new Set(names)) {
    const length = encodeURIComponent(equals(KINDS[kind].nameField, name)).length + 3;
    const last = groups.at(-1);
    if (last === undefined || length > left) {
      groups.push([name]);
      left = NAMES_LIMIT - length;
    } else {
      last.push(name);
      left -= length;
    }
  }

  return groups;
}
