import {
  decodeCdpEntity,
  decodeCdpIntervals,
  decodeCdpPage,
} from '../../../clients/enterprise-manager/decode-cdp.js';
import {
  decodeApiVersions,
  decodeLogonSession,
} from '../../../clients/enterprise-manager/decode-logon.js';
import {
  cloudPlanMachineOf,
  decodePlan,
  planOf,
} from '../../../clients/enterprise-manager/decode-plan.js';
import {
  cloudReplicaPointOf,
  replicaOf,
  vAppReplicaPointOf,
  vmReplicaPointOf,
} from '../../../clients/enterprise-manager/decode-replica-point.js';
import {
  cloudFailoverSessionOf,
  decodeCloudFailoverSession,
  decodeRestoreSession,
} from '../../../clients/enterprise-manager/decode-session.js';
import { decodeTask } from '../../../clients/enterprise-manager/decode-task.js';
import { decodeItems, ownId } from '../../../clients/enterprise-manager/lists.js';
import { decodeTasks } from '../../../clients/enterprise-manager/tasks.js';
import type { XmlElement } from '../../../clients/enterprise-manager/xml.js';

/** The logon session that decoded tasks belong to. */
export const SESSION = 's';

/** The page that all samples of lists are. */
const FIRST = { number: 1, before: '' };

export type Decode = (body: string) => unknown;

/** Reads one page of entities as the lists of the client do. */
export function pageOf<T extends { readonly id: string }>(
  item: string,
  decode: (element: XmlElement) => T,
): (body: string) => { readonly items: readonly T[]; readonly pagesCount: number | null } {
  return (body) => decodeItems(body, { item, decode, id: ownId }, FIRST);
}

export const tasksOf = (body: string) => decodeTasks(body, SESSION, FIRST);
export const planMachinesOf = pageOf('CloudFailoveredVm', cloudPlanMachineOf);

/** What is called where, by the kind of sample. */
export const DECODERS = {
  task: (body: string) => decodeTask(body, SESSION),
  tasks: tasksOf,
  failoverPlan: (body: string) => decodePlan(body, 'failoverPlan'),
  cloudFailoverPlan: (body: string) => decodePlan(body, 'cloudFailoverPlan'),
  failoverPlanPage: pageOf('FailoverPlan', (element) => planOf(element, 'failoverPlan')),
  planMachines: planMachinesOf,
  cloudFailoverSession: decodeCloudFailoverSession,
  cloudFailoverSessionPage: pageOf('CloudFailoverSession', cloudFailoverSessionOf),
  restoreSession: decodeRestoreSession,
  cloudReplicaPoints: pageOf('CloudVmReplicaPoint', cloudReplicaPointOf),
  vmReplicaPoints: pageOf('VmReplicaPoint', vmReplicaPointOf),
  vAppReplicaPoints: pageOf('VAppReplicaPoint', vAppReplicaPointOf),
  replicas: pageOf('Replica', replicaOf),
  cdpIntervals: decodeCdpIntervals,
  cdpReplicas: (body: string) => decodeCdpPage(body, 'CdpReplica', 1),
  cdpReplicaVms: (body: string) => decodeCdpPage(body, 'CdpReplicaVm', 1),
  vAppCdpReplicas: (body: string) => decodeCdpPage(body, 'VAppCdpReplica', 1),
  cdpReplica: (body: string) => decodeCdpEntity(body, 'CdpReplica'),
  vAppCdpReplica: (body: string) => decodeCdpEntity(body, 'VAppCdpReplica'),
  logonSession: decodeLogonSession,
  apiVersions: decodeApiVersions,
} satisfies Readonly<Record<string, Decode>>;

export type Kind = keyof typeof DECODERS;

/** The lists of entities for which there is a sample of one entity only. */
const LISTED: Readonly<Partial<Record<Kind, string>>> = {
  cloudReplicaPoints: 'CloudVmReplicaPoints',
  vmReplicaPoints: 'VmReplicaPoints',
  vAppReplicaPoints: 'VAppReplicaPoints',
  replicas: 'Replicas',
  failoverPlanPage: 'FailoverPlans',
};

/** Each sample of the vendor's that a decoder reads, and which. */
export const SAMPLES: readonly (readonly [file: string, kind: Kind])[] = [
  ['em-task-cdpfailover-finished.xml', 'task'],
  ['em-task-cdpfailover-running.xml', 'task'],
  ['em-task-collectbackupserver-finished.xml', 'task'],
  ['em-task-deletecloudfailoverplan-finished.xml', 'task'],
  ['em-task-editfailoverplan-finished.xml', 'task'],
  ['em-task-editfailoverplan-running.xml', 'task'],
  ['em-task-operationfinished.xml', 'task'],
  ['em-task-startcloudfailoverplan-finished.xml', 'task'],
  ['em-task-startcloudfailoverplan-running.xml', 'task'],
  ['em-task-startfailoverplan-finished.xml', 'task'],
  ['em-task-startfailoverplan-running.xml', 'task'],
  ['em-task-startjob-finished.xml', 'task'],
  ['em-task-startreplicafailover-vapp-running-with-result.xml', 'task'],
  ['em-task-startreplicafailover-vm-finished.xml', 'task'],
  ['em-task-testcloudfailoverplan-finished.xml', 'task'],
  ['em-task-undocloudfailoverplan-finished.xml', 'task'],
  ['em-task-undofailoverplan-finished.xml', 'task'],
  ['em-task-updatecloudfailoverplan-finished.xml', 'task'],
  ['em-task-updatecloudfailoverplan-running.xml', 'task'],
  ['em-tasks-list.xml', 'tasks'],
  ['em-failoverplan-entity.xml', 'failoverPlan'],
  ['em-failoverplan-entity.xml', 'failoverPlanPage'],
  ['em-cloudfailoverplan-entity.xml', 'cloudFailoverPlan'],
  ['em-cloudfailoveredvms-list.xml', 'planMachines'],
  ['em-cloudfailoversession-working.xml', 'cloudFailoverSession'],
  ['em-cloudfailoversession-stopped-success.xml', 'cloudFailoverSession'],
  ['em-query-cloudfailoversession-failed-entities.xml', 'cloudFailoverSessionPage'],
  ['em-restoresession-stopped-success.xml', 'restoreSession'],
  ['em-cloudvmreplicapoint-entity-ready.xml', 'cloudReplicaPoints'],
  ['em-vmreplicapoint-entity.xml', 'vmReplicaPoints'],
  ['em-vappreplicapoint-entity.xml', 'vAppReplicaPoints'],
  ['em-replica-entity.xml', 'replicas'],
  ['em-cdpreplicaintervals.xml', 'cdpIntervals'],
  ['em-cdpreplicas-list.xml', 'cdpReplicas'],
  ['em-cdpreplicavms-list.xml', 'cdpReplicaVms'],
  ['em-vappcdpreplicas-list.xml', 'vAppCdpReplicas'],
  ['em-cdpreplica-entity.xml', 'cdpReplica'],
  ['em-vappcdpreplica-entity.xml', 'vAppCdpReplica'],
  ['em-logonsession-created.xml', 'logonSession'],
  ['em-logonsession-tenant.xml', 'logonSession'],
  ['em-enterprisemanager-root.xml', 'apiVersions'],
];

/** A sample as its decoder gets it: one entity alone becomes a list where only lists are read. */
export function asRead(xml: string, kind: Kind): string {
  const list = LISTED[kind];
  if (list === undefined) return xml;

  return `<${list} xmlns="http://www.veeam.com/ent/v1.0">${xml}</${list}>`;
}
