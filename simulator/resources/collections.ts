import { backupServerRows } from './backup-server.js';
import { cdpReplicaRows } from './cdp-replica.js';
import { cloudFailoverPlanRows } from './cloud-failover-plan.js';
import { cloudFailoverSessionRows } from './cloud-failover-session.js';
import { failoverPlanRows } from './failover-plan.js';
import { cloudReplicaRows, replicaRows } from './replica.js';
import { cloudVmReplicaPointRows, vmReplicaPointRows } from './replica-point.js';
import { restoreSessionRows } from './restore-session.js';
import type { ResourceKey } from './roles.js';
import type { Row } from './row.js';
import { vAppReplicaPointRows } from './v-app-replica-point.js';
import type { View } from './view.js';

/** A collection that can be listed, read one by one, and queried. */
export interface Collection {
  /** The entity's name, and the `type` of a query. */
  readonly type: string;
  readonly plural: string;
  readonly path: string;
  readonly resource: ResourceKey;
  /** The cloud types, which no page names for a RestoreOperator's queries. */
  readonly cloud: boolean;
  readonly rows: (view: View) => readonly Row[];
}

export const COLLECTIONS: readonly Collection[] = [
  {
    type: 'BackupServer',
    plural: 'BackupServers',
    path: '/backupServers',
    resource: 'backupServers',
    cloud: false,
    rows: backupServerRows,
  },
  {
    type: 'FailoverPlan',
    plural: 'FailoverPlans',
    path: '/failoverPlans',
    resource: 'plainPlans',
    cloud: false,
    rows: failoverPlanRows,
  },
  {
    type: 'Replica',
    plural: 'Replicas',
    path: '/replicas',
    resource: 'replicas',
    cloud: false,
    rows: replicaRows,
  },
  {
    type: 'VmReplicaPoint',
    plural: 'VmReplicaPoints',
    path: '/vmReplicaPoints',
    resource: 'replicas',
    cloud: false,
    rows: vmReplicaPointRows,
  },
  {
    type: 'VAppReplicaPoint',
    plural: 'VAppReplicaPoints',
    path: '/vAppReplicaPoints',
    resource: 'replicas',
    cloud: false,
    rows: vAppReplicaPointRows,
  },
  {
    type: 'CdpReplica',
    plural: 'CdpReplicas',
    path: '/cdpReplicas',
    resource: 'cdpReplicas',
    cloud: false,
    rows: cdpReplicaRows,
  },
  {
    type: 'RestoreSession',
    plural: 'RestoreSessions',
    path: '/restoreSessions',
    resource: 'restoreSessions',
    cloud: false,
    rows: restoreSessionRows,
  },
  {
    type: 'CloudFailoverPlan',
    plural: 'CloudFailoverPlans',
    path: '/cloud/cloudFailoverPlans',
    resource: 'cloudPlans',
    cloud: true,
    rows: cloudFailoverPlanRows,
  },
  {
    type: 'CloudFailoverSession',
    plural: 'CloudFailoverSessions',
    path: '/cloud/failoverSessions',
    resource: 'failoverSessions',
    cloud: true,
    rows: cloudFailoverSessionRows,
  },
  {
    type: 'CloudReplica',
    plural: 'CloudReplicas',
    path: '/cloud/replicas',
    resource: 'cloudReplicas',
    cloud: true,
    rows: cloudReplicaRows,
  },
  {
    type: 'CloudVmReplicaPoint',
    plural: 'CloudVmReplicaPoints',
    path: '/cloud/vmReplicaPoints',
    resource: 'cloudReplicas',
    cloud: true,
    rows: cloudVmReplicaPointRows,
  },
];
