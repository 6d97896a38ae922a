import { deterministicId } from '../deterministic-id.js';
import { element } from '../wire/element.js';
import type { Replica, RestorePoint } from '../world/model.js';

import { text, uidOf, type Row } from './row.js';
import { link } from './site.js';
import { timestamp } from './timestamp.js';
import { keyFields, serverLink, type View } from './view.js';

/** Points of whole vApps. */
export function vAppReplicaPointRows(view: View): readonly Row[] {
  return view.world.replicas
    .filter(({ kind }) => kind === 'vAppReplica')
    .flatMap((replica) => replica.machine.points.map((point) => pointRow(view, replica, point)));
}

function pointRow(view: View, replica: Replica, point: RestorePoint): Row {
  const { backupServer, job, machine, vms } = replica;
  const { href } = view.site;
  const path = `/vAppReplicaPoints/${point.id}`;
  const type = 'VAppReplicaPoint';
  return {
    type,
    id: point.id,
    name: point.name,
    path,
    up: () => [
      serverLink(view, backupServer),
      link('Up', href(`/replicas/${job.id}`), { type: 'ReplicaReference', name: job.name }),
    ],
    attributes: { VAppDisplayName: machine.name },
    fields: () => ({
      ...keyFields(type, point.id, point.name, backupServer),
      CreationTime: { kind: 'time', value: point.at },
      CreationTimeUTC: { kind: 'time', value: point.at },
      Type: text('Snapshot'),
      Algorithm: text('Full'),
      ReplicaUid: text(uidOf('Replica', job.id)),
      ReplicaName: text(job.name),
      VAppDisplayName: text(machine.name),
      VAppName: text(machine.name),
    }),
    entityLinks: () => [
      link('Failover', href(`${path}?action=failover`)),
      ...vms.map(({ id, name }) =>
        link('Down', href(`/vmReplicaPoints/${deterministicId('point', point.id, id)}`), {
          type: 'VmReplicaPointReference',
          name: point.name.replace(machine.name, name),
        }),
      ),
    ],
    content: () => [
      element('CreationTimeUTC', timestamp(point.at)),
      element('VAppName', machine.name),
      element('Algorithm', 'Full'),
      element('PointType', 'Snapshot'),
    ],
  };
}
