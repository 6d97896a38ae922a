import {
  guid,
  guidIn,
  isNoTime,
  number,
  shown,
  time,
  unclear,
  word,
} from '../mutations/plain-reading.js';
import type { XmlNode } from '../mutations/xml-tree.js';
import { nodesIn } from '../mutations/xml-tree.js';
import type { Kind } from './sample-decoders.js';
import { SESSION } from './sample-decoders.js';

/**
 * What answers of Enterprise Manager say, read from a tree without any code of the client's: by the
 * words of the vendor's pages, and unclear wherever something stands there twice.
 */

const STATES = ['Starting', 'Working', 'Stopping', 'Stopped'];
const RESULTS = ['None', 'Success', 'Warning', 'Failed'];
const POINT_STATES = ['Unknown', 'Ready', 'Failover', 'Failback', 'PermanentFailover'];

function local(name: string): string {
  return name.split(':').at(-1) ?? '';
}

function named(node: XmlNode, ...names: readonly string[]): readonly XmlNode[] {
  return nodesIn(node).filter(({ name }) => names.includes(local(name)));
}

function maybeOne(node: XmlNode, name: string): XmlNode | null {
  const found = named(node, name);

  return found.length > 1 ? unclear(`${name} twice`) : (found[0] ?? null);
}

function one(node: XmlNode, name: string): XmlNode {
  return maybeOne(node, name) ?? unclear(`no ${name}`);
}

function ownText(node: XmlNode): string {
  return node.children
    .map((part) => (part.kind === 'text' || part.kind === 'cdata' ? part.text : ''))
    .join('');
}

function maybeText(node: XmlNode, name: string): string | null {
  const found = maybeOne(node, name);
  if (found === null) return null;
  if (nodesIn(found).length > 0) return unclear(`elements in ${name}`);

  return shown(ownText(found)) || null;
}

function text(node: XmlNode, name: string): string {
  return maybeText(node, name) ?? unclear(`no ${name}`);
}

function maybeAttribute(node: XmlNode, name: string): string | null {
  const found = node.attributes.filter(([key]) => !key.startsWith('xmlns') && local(key) === name);
  if (found.length > 1) return unclear(`@${name} twice`);

  return shown(found[0]?.[1] ?? '') || null;
}

function attribute(node: XmlNode, name: string): string {
  return maybeAttribute(node, name) ?? unclear(`no @${name}`);
}

/** The entries of a list that holds nothing else. */
function entries(list: XmlNode | null, ...names: readonly string[]): readonly XmlNode[] {
  if (list === null) return [];
  const all = nodesIn(list).filter(({ name }) => !['Links', 'PagingInfo'].includes(local(name)));
  if (ownText(list).trim() !== '') return unclear('words in a list');

  return all.every(({ name }) => names.includes(local(name))) ? all : unclear('foreign entries');
}

function id(node: XmlNode): string {
  const uid = maybeAttribute(node, 'UID');

  return uid === null ? (hrefId(node) ?? unclear('no id')) : guid(uid);
}

function hrefId(node: XmlNode): string | null {
  return guidIn((maybeAttribute(node, 'Href') ?? '').split('?')[0] ?? '');
}

function linkTarget(link: XmlNode | null): string | null {
  return link === null || maybeAttribute(link, 'Href') === null
    ? null
    : (hrefId(link) ?? unclear('a link to nothing'));
}

function linksOf(node: XmlNode): readonly XmlNode[] {
  return entries(maybeOne(node, 'Links'), 'Link');
}

function linkType(link: XmlNode): string | null {
  return maybeAttribute(link, 'Type')?.replace(/Reference$/, '') ?? null;
}

function up(
  node: XmlNode,
  type: string,
): { readonly id: string | null; readonly name: string | null } {
  const found = linksOf(node).filter(
    (link) => maybeAttribute(link, 'Rel') === 'Up' && linkType(link) === type,
  );
  if (new Set(found.map(hrefId)).size > 1) return unclear(`up to several ${type}`);
  const link = found[0] ?? null;

  return {
    id: linkTarget(link),
    name: link === null ? null : maybeAttribute(link, 'Name'),
  };
}

function task(node: XmlNode): unknown {
  const result = maybeOne(node, 'Result');
  const related = linksOf(node)
    .filter((link) => maybeAttribute(link, 'Rel') === 'Related')
    .map((link) => ({ type: linkType(link), id: hrefId(link) }));
  const isOne = new Set(related.map((link) => JSON.stringify(link))).size === 1;
  const [link] = related;
  const success = result === null ? null : attribute(result, 'Success').toLowerCase();

  return {
    taskId: /^[\w.-]{1,100}$/.test(text(node, 'TaskId')) ? text(node, 'TaskId') : unclear('an id'),
    logonSessionId: SESSION,
    state: word(text(node, 'State'), ['Running', 'OperationFinished', 'Finished']),
    operation: text(node, 'Operation'),
    success: success === null ? null : word(success, ['true', 'false']) === 'true',
    message: result === null ? null : maybeText(result, 'Message'),
    related: isOne && link !== undefined && link.type !== null && link.id !== null ? link : null,
  };
}

function machines(list: XmlNode | null, idName: string | null): unknown {
  return entries(list, 'FailoveredVm', 'CloudFailoverPlanVm', 'CloudFailoveredVm')
    .map((node) => ({
      ...(idName === null ? {} : { id: guid(text(node, idName)) }),
      name: text(node, 'Name'),
      order: number(text(node, 'Order'), 1_000_000),
    }))
    .sort((a, b) => a.order - b.order);
}

function plan(node: XmlNode, kind: 'failoverPlan' | 'cloudFailoverPlan'): unknown {
  const info = maybeOne(
    node,
    kind === 'failoverPlan' ? 'FailoverPlanInfo' : 'CloudFailoverPlanInfo',
  );
  const server = up(node, 'BackupServer');
  const tenant = maybeText(node, 'TenantUid');

  return {
    kind,
    id: id(node),
    name: attribute(node, 'Name'),
    backupServerId: server.id,
    backupServerName: server.name,
    tenantId: tenant === null ? null : guid(tenant),
    tenantName: maybeText(node, 'TenantName'),
    machines: machines(info === null ? null : maybeOne(info, 'Includes'), null),
  };
}

function course(node: XmlNode): object {
  const progress = maybeText(node, 'Progress');

  return {
    backupServerId: up(node, 'BackupServer').id,
    createdAt: time(text(node, 'CreationTimeUTC')),
    endedAt: ended(node),
    state: word(text(node, 'State'), STATES),
    result: word(text(node, 'Result'), RESULTS),
    progress: progress === null ? null : number(progress, 100),
  };
}

function ended(node: XmlNode): string | null {
  const end = maybeText(node, 'EndTimeUTC');

  return end === null || isNoTime(end) ? null : time(end);
}

function cloudSession(node: XmlNode): unknown {
  return {
    id: id(node),
    name: attribute(node, 'Name'),
    jobType: text(node, 'JobType'),
    ...course(node),
    failureMessage: maybeText(node, 'FailureMessage'),
    machines: entries(maybeOne(node, 'CloudFailoverTasks'), 'CloudFailoverTasks').map((machine) => {
      const point = maybeOne(machine, 'VmReplicaPointLink');
      return {
        name: attribute(machine, 'VmName'),
        state: word(text(machine, 'State'), STATES),
        result: word(text(machine, 'Result'), RESULTS),
        startedAt: time(text(machine, 'CreationTimeUTC')),
        endedAt: ended(machine),
        message: maybeText(machine, 'FailureMessage'),
        restorePoint: point === null ? null : maybeAttribute(point, 'Name'),
        restorePointId: linkTarget(point),
        restorePointTime: null,
      };
    }),
  };
}

function restoreSession(node: XmlNode): unknown {
  return {
    id: id(node),
    name: attribute(node, 'Name'),
    jobType: text(node, 'JobType'),
    machine: maybeAttribute(node, 'VmDisplayName'),
    ...course(node),
  };
}

function cloudPoint(node: XmlNode): unknown {
  const [replica, server] = [up(node, 'CloudReplica'), up(node, 'BackupServer')];

  return {
    id: id(node),
    machine: attribute(node, 'VmDisplayName'),
    replicaId: replica.id,
    replicaName: replica.name,
    backupServerId: server.id,
    state: word(text(node, 'State'), POINT_STATES),
    createdAt: time(text(node, 'CreationTimeUTC')),
  };
}

function point(machine: string): (node: XmlNode) => unknown {
  return (node) => {
    const [replica, server] = [up(node, 'Replica'), up(node, 'BackupServer')];
    return {
      id: id(node),
      name: attribute(node, 'Name'),
      machine: attribute(node, machine),
      replicaId: replica.id,
      replicaName: replica.name,
      backupServerId: server.id,
      backupServerName: server.name,
      createdAt: time(text(node, 'CreationTimeUTC')),
    };
  };
}

function replica(node: XmlNode): unknown {
  const server = up(node, 'BackupServer');

  return {
    id: id(node),
    name: attribute(node, 'Name'),
    platform: maybeText(node, 'Platform'),
    backupServerId: server.id,
    backupServerName: server.name,
  };
}

function intervals(node: XmlNode): unknown {
  const span = (from: XmlNode) => ({
    from: time(text(from, 'StartDate')),
    to: time(text(from, 'EndDate')),
  });
  const truth = (from: XmlNode, name: string) =>
    word(text(from, name).toLowerCase(), ['true', 'false']) === 'true';

  return {
    ...span(node),
    hasConsistentPoint: truth(node, 'HasApplicationConsistentState'),
    intervals: entries(maybeOne(node, 'Intervals'), 'Interval').map((interval) => ({
      ...span(interval),
      rpo: number(text(interval, 'Rpo'), 999_999_999),
      type: text(interval, 'IntervalType'),
    })),
    points: entries(maybeOne(node, 'RestorePoints'), 'RestorePoint').map((one_) => ({
      id: guid(text(one_, 'Id')),
      at: time(text(one_, 'Date')),
      isConsistent: truth(one_, 'IsApplicationConsistent'),
    })),
  };
}

function cdpEntry(type: string): (node: XmlNode) => unknown {
  return (node) => {
    const server = up(node, 'BackupServer');
    const policy = maybeText(node, 'PolicyUid');
    return {
      id: id(node),
      name: attribute(node, 'Name'),
      isReference: word(attribute(node, 'Type'), [type, `${type}Reference`]) !== type,
      policyId: policy === null ? null : guid(policy),
      policyName: maybeText(node, 'PolicyName'),
      backupServerId: server.id,
      backupServerName: server.name,
    };
  };
}

function cdpList(type: string): (node: XmlNode) => unknown {
  return (root) => {
    const items = nodesIn(root)
      .filter(({ name }) => !['Links', 'PagingInfo'].includes(local(name)))
      .filter((node) => !attribute(node, 'Type').startsWith('VAppCdpReplicaVm'))
      .map(cdpEntry(type));
    return { items, pagesCount: pagesOf(root) };
  };
}

function pagesOf(root: XmlNode): number | null {
  const paging = maybeOne(root, 'PagingInfo');
  if (paging === null) return null;
  if (!['1', null].includes(maybeAttribute(paging, 'PageNum'))) return unclear('another page');

  return number(attribute(paging, 'PagesCount'), 200);
}

/** A collection, or the entities of a query. Entries that repeat must say the same. */
function page(item: string, read: (node: XmlNode) => unknown): (node: XmlNode) => unknown {
  return (root) => {
    const isQuery = local(root.name) === 'QueryResult';
    const known = ['Refs', 'Entities', 'Resources', 'Links', 'PagingInfo'];
    if (isQuery && nodesIn(root).some(({ name }) => !known.includes(local(name)))) {
      return unclear('something else in a query');
    }
    const others = isQuery ? named(root, 'Refs', 'Resources') : [];
    if (others.some((other) => nodesIn(other).length > 0)) return unclear('something else');
    const entities = isQuery ? maybeOne(root, 'Entities') : null;
    const lists = isQuery ? (entities === null ? [] : nodesIn(entities)) : [root];

    return {
      items: lists.flatMap((list) => entries(list, item)).map(read),
      pagesCount: pagesOf(root),
    };
  };
}

function rooted(name: string, read: (node: XmlNode) => unknown): (node: XmlNode) => unknown {
  return (root) => (local(root.name) === name ? read(root) : unclear('another root'));
}

/** What each kind of answer says. Of a page: its items and how many pages there are. */
export const PLAIN_READINGS: Readonly<Record<Kind, (root: XmlNode) => unknown>> = {
  task: rooted('Task', task),
  tasks: page('Task', task),
  failoverPlan: rooted('FailoverPlan', (node) => plan(node, 'failoverPlan')),
  cloudFailoverPlan: rooted('CloudFailoverPlan', (node) => plan(node, 'cloudFailoverPlan')),
  failoverPlanPage: page('FailoverPlan', (node) => plan(node, 'failoverPlan')),
  planMachines: page('CloudFailoveredVm', (node) => ({
    id: guid(text(node, 'FailoverPlanVMId')),
    name: text(node, 'Name'),
    order: number(text(node, 'Order'), 1_000_000),
  })),
  cloudFailoverSession: rooted('CloudFailoverSession', cloudSession),
  cloudFailoverSessionPage: page('CloudFailoverSession', cloudSession),
  restoreSession: rooted('RestoreSession', restoreSession),
  cloudReplicaPoints: page('CloudVmReplicaPoint', cloudPoint),
  vmReplicaPoints: page('VmReplicaPoint', point('VmDisplayName')),
  vAppReplicaPoints: page('VAppReplicaPoint', point('VAppDisplayName')),
  replicas: page('Replica', replica),
  cdpIntervals: rooted('CdpReplicaIntervals', intervals),
  cdpReplicas: cdpList('CdpReplica'),
  cdpReplicaVms: cdpList('CdpReplicaVm'),
  vAppCdpReplicas: cdpList('VAppCdpReplica'),
  cdpReplica: rooted('CdpReplica', cdpEntry('CdpReplica')),
  vAppCdpReplica: rooted('VAppCdpReplica', cdpEntry('VAppCdpReplica')),
  logonSession: rooted('LogonSession', (node) => ({
    sessionId: guid(text(node, 'SessionId')),
    userName: maybeText(node, 'UserName') ?? '',
    resources: [...new Set(linksOf(node).flatMap((link) => maybeAttribute(link, 'Type') ?? []))],
  })),
  apiVersions: rooted('EnterpriseManager', (node) =>
    entries(one(node, 'SupportedVersions'), 'SupportedVersion').map((one_) =>
      attribute(one_, 'Name'),
    ),
  ),
};
