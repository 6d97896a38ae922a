import { element, type Element } from '../wire/element.js';
import { pointState } from '../world/machine-state.js';
import type { Machine, Plan, PlanKind, RestorePoint } from '../world/model.js';

import { text, uidOf, type FieldValue, type Row } from './row.js';
import { link } from './site.js';
import { timestamp } from './timestamp.js';
import { keyFields, serverLink, type View } from './view.js';

const POINT_STATES = ['Unknown', 'Ready', 'Failover', 'Failback', 'PermanentFailover'] as const;

/** Points of plain plans' machines. They have no State: that is how the vendor's API is. */
export function vmReplicaPointRows(view: View): readonly Row[] {
  return rows(view, 'failoverPlan');
}

/** Points of cloud plans' machines, with their State. */
export function cloudVmReplicaPointRows(view: View): readonly Row[] {
  return rows(view, 'cloudFailoverPlan');
}

function rows(view: View, kind: PlanKind): readonly Row[] {
  return view.world.plans
    .filter((plan) => plan.kind === kind)
    .flatMap((plan) =>
      plan.machines.flatMap((machine) =>
        machine.points.map((point) => pointRow(view, plan, machine, point)),
      ),
    );
}

function pointRow(view: View, plan: Plan, machine: Machine, point: RestorePoint): Row {
  const cloud = plan.kind === 'cloudFailoverPlan';
  const type = cloud ? 'CloudVmReplicaPoint' : 'VmReplicaPoint';
  const replica = {
    type: cloud ? 'CloudReplica' : 'Replica',
    path: cloud ? '/cloud/replicas' : '/replicas',
  };
  return {
    type,
    id: point.id,
    name: point.name,
    path: `${cloud ? '/cloud/vmReplicaPoints' : '/vmReplicaPoints'}/${point.id}`,
    up: () => [
      serverLink(view, plan.backupServer),
      link('Up', view.site.href(`${replica.path}/${plan.replica.id}`), {
        type: `${replica.type}Reference`,
        name: plan.replica.name,
      }),
    ],
    attributes: { VmDisplayName: machine.name },
    fields: () => ({
      ...keyFields(type, point.id, point.name, plan.backupServer),
      ...pointFields(view, plan, machine, point),
      ReplicaUid: text(uidOf(replica.type, plan.replica.id)),
      ReplicaName: text(plan.replica.name),
    }),
    content: () => pointContent(view, cloud, machine, point),
  };
}

function pointFields(
  view: View,
  plan: Plan,
  machine: Machine,
  point: RestorePoint,
): Readonly<Record<string, FieldValue>> {
  const fields: Record<string, FieldValue> = {
    CreationTime: { kind: 'time', value: point.at },
    CreationTimeUTC: { kind: 'time', value: point.at },
    Type: text('Snapshot'),
    VmDisplayName: text(machine.name),
  };
  if (plan.kind === 'failoverPlan') return { ...fields, Algorithm: text('Increment') };
  return {
    ...fields,
    VmName: text(machine.name),
    State: { kind: 'enum', value: stateOf(view, machine, point), order: POINT_STATES },
  };
}

function pointContent(
  view: View,
  cloud: boolean,
  machine: Machine,
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
