import { element, type Element } from '../wire/element.js';
import { pointState } from '../world/machine-state.js';
import type { BackupServer, Machine, Replica, RestorePoint } from '../world/model.js';

import { text, uidOf, type FieldValue, type Row } from './row.js';
import { link } from './site.js';
import { timestamp } from './timestamp.js';
import { keyFields, plansOf, serverLink, type View } from './view.js';

const POINT_STATES = ['Unknown', 'Ready', 'Failover', 'Failback', 'PermanentFailover'] as const;

/** Whose point it is. */
interface Owner {
  readonly cloud: boolean;
  readonly backupServer: BackupServer;
  readonly job: { readonly id: string; readonly name: string };
  readonly machine: Machine;
}

/** The replicas whose points are in /vmReplicaPoints: plain plans' machines, and single ones. */
export function vmReplicasOf(view: View): readonly Replica[] {
  const { planReplicas, replicas } = view.world;
  return [
    ...planReplicas.filter(({ plan }) => plan?.seenBy !== 'console'),
    ...replicas.filter(({ kind }) => kind === 'vmReplica'),
  ];
}

/** Points of single machines. They have no State: that is how the vendor's API is. */
export function vmReplicaPointRows(view: View): readonly Row[] {
  return vmReplicasOf(view).flatMap(({ backupServer, job, machine }) =>
    rows(view, { cloud: false, backupServer, job, machine }),
  );
}

/** Points of cloud plans' machines, with their State. */
export function cloudVmReplicaPointRows(view: View): readonly Row[] {
  return plansOf(view, 'cloudFailoverPlan').flatMap(({ backupServer, replica, machines }) =>
    machines.flatMap((machine) => rows(view, { cloud: true, backupServer, job: replica, machine })),
  );
}

function rows(view: View, owner: Owner): readonly Row[] {
  return owner.machine.points.map((point) => pointRow(view, owner, point));
}

function pointRow(view: View, owner: Owner, point: RestorePoint): Row {
  const { cloud, backupServer, job, machine } = owner;
  const type = cloud ? 'CloudVmReplicaPoint' : 'VmReplicaPoint';
  const replicaType = cloud ? 'CloudReplica' : 'Replica';
  const path = `${cloud ? '/cloud/vmReplicaPoints' : '/vmReplicaPoints'}/${point.id}`;
  return {
    type,
    id: point.id,
    name: point.name,
    path,
    up: () => [
      serverLink(view, backupServer),
      link('Up', view.site.href(`${cloud ? '/cloud/replicas' : '/replicas'}/${job.id}`), {
        type: `${replicaType}Reference`,
        name: job.name,
      }),
    ],
    attributes: { VmDisplayName: machine.name },
    fields: () => ({
      ...keyFields(type, point.id, point.name, backupServer),
      ...pointFields(view, owner, point),
      ReplicaUid: text(uidOf(replicaType, job.id)),
      ReplicaName: text(job.name),
    }),
    entityLinks: () => (cloud ? [] : actionLinks(view, path)),
    content: () => pointContent(view, owner, point),
  };
}

function actionLinks(view: View, path: string): readonly Element[] {
  const mounts = view.site.href(`${path}/mounts`);
  return [
    link('Failover', view.site.href(`${path}?action=failover`)),
    link('Down', mounts, { type: 'VmReplicaPointMountList' }),
    link('Create', mounts, { type: 'VmReplicaPointMount' }),
  ];
}

function pointFields(
  view: View,
  { cloud, machine }: Owner,
  point: RestorePoint,
): Readonly<Record<string, FieldValue>> {
  const fields: Record<string, FieldValue> = {
    CreationTime: { kind: 'time', value: point.at },
    CreationTimeUTC: { kind: 'time', value: point.at },
    Type: text('Snapshot'),
    VmDisplayName: text(machine.name),
  };
  if (!cloud) return { ...fields, Algorithm: text('Increment') };
  return {
    ...fields,
    VmName: text(machine.name),
    State: { kind: 'enum', value: stateOf(view, machine, point), order: POINT_STATES },
  };
}

function pointContent(
  view: View,
  { cloud, machine }: Owner,
  point: RestorePoint,
): readonly Element[] {
  const created = element('CreationTimeUTC', timestamp(point.at));
  const type = element('PointType', 'Snapshot');
  if (!cloud) return [created, element('Algorithm', 'Increment'), type];
  return [created, type, element('State', stateOf(view, machine, point))];
}

function stateOf(view: View, machine: Machine, point: RestorePoint): string {
  return pointState(machine, point, view.asOf, view.world.scenario.switches.pointState);
}
