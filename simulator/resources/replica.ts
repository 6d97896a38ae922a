import { element } from '../wire/element.js';
import type { BackupServer } from '../world/model.js';

import { repositoryLink } from './repository-link.js';
import { text, type Row } from './row.js';
import { link } from './site.js';
import { keyFields, plansOf, serverLink, type View } from './view.js';

/** A replication job, as Enterprise Manager lists it. */
interface ReplicaJob {
  readonly type: 'Replica' | 'CloudReplica';
  readonly id: string;
  readonly name: string;
  readonly backupServer: BackupServer;
  readonly platform: 'VMware' | 'vCloud';
}

/** The jobs behind plain plans' machines, and behind the replicas that stand alone. */
export function replicaRows(view: View): readonly Row[] {
  const jobs = new Map<string, ReplicaJob>();
  for (const { replica, backupServer } of plansOf(view, 'failoverPlan')) {
    jobs.set(replica.id, { type: 'Replica', ...replica, backupServer, platform: 'VMware' });
  }
  for (const { kind, job, backupServer } of view.world.replicas) {
    if (kind !== 'vmReplica' && kind !== 'vAppReplica') continue;
    const platform = kind === 'vmReplica' ? 'VMware' : 'vCloud';
    jobs.set(job.id, { type: 'Replica', ...job, backupServer, platform });
  }
  return [...jobs.values()].map((job) => replicaRow(view, job));
}

export function cloudReplicaRows(view: View): readonly Row[] {
  return plansOf(view, 'cloudFailoverPlan').map(({ replica, backupServer }) =>
    replicaRow(view, { type: 'CloudReplica', ...replica, backupServer, platform: 'VMware' }),
  );
}

function replicaRow(view: View, { type, id, name, backupServer, platform }: ReplicaJob): Row {
  const cloud = type === 'CloudReplica';
  // The vendor's sample of a cloud replica points into the wrong collection; so does this one.
  const down = cloud
    ? `/cloud/vmReplicaPoints/${id}/vmReplicaPoints`
    : `/replicas/${id}/vmReplicaPoints`;
  return {
    type,
    id,
    name,
    path: cloud ? `/cloud/replicas/${id}` : `/replicas/${id}`,
    up: () => [serverLink(view, backupServer)],
    fields: () => ({ ...keyFields(type, id, name, backupServer), Platform: text(platform) }),
    entityLinks: () => [
      // No page of a cloud replica has a repository; a plain one's does.
      ...(cloud ? [] : [repositoryLink(view)]),
      link('Down', view.site.href(down), {
        type: cloud ? 'CloudVmReplicaPointReferenceList' : 'VmReplicaPointReferenceList',
      }),
    ],
    content: () => [element('Platform', platform)],
  };
}
