import { deterministicId } from '../deterministic-id.js';
import { element, type Element } from '../wire/element.js';
import type { Replica } from '../world/model.js';

import { REPOSITORY_NAME, repositoryLink } from './repository-link.js';
import { text, type Row } from './row.js';
import { link } from './site.js';
import { keyFields, serverLink, type View } from './view.js';

/** The CDP policies for single machines; vApps have a collection of their own. */
export function cdpReplicaRows(view: View): readonly Row[] {
  const byPolicy = new Map<string, Replica>();
  for (const replica of view.world.replicas) {
    if (replica.kind === 'cdpVm') byPolicy.set(replica.job.id, replica);
  }
  return [...byPolicy.values()].map((replica) => policyRow(view, replica));
}

/** The machines of one policy, or of all. */
export function cdpReplicaVmRows(view: View, policy: string): readonly Row[] {
  return view.world.replicas
    .filter(({ kind, job }) => kind === 'cdpVm' && job.id === policy)
    .map((replica) => vmRow(view, replica));
}

export function vAppCdpReplicaRows(view: View): readonly Row[] {
  return view.world.replicas
    .filter(({ kind }) => kind === 'cdpVApp')
    .map((replica) => vAppRow(view, replica));
}

/** The machines in one vApp; they are failed over with it, not by themselves. */
export function vAppCdpReplicaVmRows(
  view: View,
  { machine, backupServer, vms }: Replica,
): readonly Row[] {
  return vms.map(({ id, name }) => ({
    type: 'VAppCdpReplicaVm',
    id,
    name,
    path: `/cdpReplica/vApps/${machine.id}/vms/${id}`,
    up: () => [serverLink(view, backupServer)],
    fields: () => keyFields('VAppCdpReplicaVm', id, name, backupServer),
    content: () => [
      element('VmRef', `urn:VMware:Vm:${deterministicId('root', backupServer.id)}.${name}`),
      element('ReplicaUid', machine.id),
    ],
  }));
}

function policyRow(view: View, replica: Replica): Row {
  const { job, backupServer } = replica;
  const path = `/cdpReplicas/${job.id}`;
  const type = 'CdpReplica';
  return {
    type,
    id: job.id,
    name: job.name,
    path,
    up: () => [serverLink(view, backupServer)],
    fields: () => ({
      ...keyFields(type, job.id, job.name, backupServer),
      PolicyId: text(policyId(replica)),
      PolicyName: text(job.name),
    }),
    entityLinks: () => [
      link('Down', view.site.href(`${path}/vms`), { type: 'CdpReplicaVmReferenceList' }),
      policyLink(view, replica),
    ],
    content: () => policyContent(replica),
  };
}

function vmRow(view: View, replica: Replica): Row {
  const { job, backupServer, machine } = replica;
  const path = `/cdpReplicas/${job.id}/vms/${machine.id}`;
  const replicaHref = view.site.href(`/cdpReplicas/${job.id}`);
  return {
    ...machineRow(view, replica, 'CdpReplicaVm', path),
    entityLinks: () => [
      ...actionLinks(view, path),
      repositoryLink(view),
      link('Up', replicaHref, { type: 'CdpReplicaReference', name: job.name }),
      policyLink(view, replica),
    ],
    content: () => [
      element('VmRef', `urn:VMware:Vm:${deterministicId('root', backupServer.id)}.vm-19`),
      element('ReplicaUid', job.id),
      ...policyContent(replica),
      element('RepositoryName', REPOSITORY_NAME),
    ],
  };
}

function vAppRow(view: View, replica: Replica): Row {
  const { backupServer, machine } = replica;
  const path = `/cdpReplica/vApps/${machine.id}`;
  const root = deterministicId('root', backupServer.id);
  return {
    ...machineRow(view, replica, 'VAppCdpReplica', path),
    entityLinks: () => [
      link('Down', view.site.href(`${path}/vms`), { type: 'VAppCdpReplicaVmReferenceList' }),
      ...actionLinks(view, path),
      policyLink(view, replica),
    ],
    content: () => [
      element('vAppRef', `urn:vCloud:Vapp:${root}.urn:vcloud:vapp:${machine.id}`),
      element('ReplicaUid', machine.id),
      ...policyContent(replica),
    ],
  };
}

type MachineRow = Pick<Row, 'type' | 'id' | 'name' | 'path' | 'up' | 'fields'>;

function machineRow(view: View, replica: Replica, type: string, path: string): MachineRow {
  const { machine, backupServer } = replica;
  return {
    type,
    id: machine.id,
    name: machine.name,
    path,
    up: () => [serverLink(view, backupServer)],
    fields: () => keyFields(type, machine.id, machine.name, backupServer),
  };
}

function actionLinks({ site }: View, path: string): readonly Element[] {
  return [
    link('Intervals', site.href(`${path}?action=intervals`)),
    link('Failover', site.href(`${path}?action=failover`)),
  ];
}

function policyLink({ site }: View, replica: Replica): Element {
  return link('Up', site.href(`/cdpPolicies/${policyId(replica)}`), {
    type: 'CdpPolicyReference',
    name: replica.job.name,
  });
}

function policyContent(replica: Replica): readonly Element[] {
  return [
    element('BackupServer', replica.backupServer.name),
    element('PolicyUid', policyId(replica)),
    element('PolicyName', replica.job.name),
  ];
}

function policyId({ job }: Replica): string {
  return deterministicId('cdpPolicy', job.id);
}
