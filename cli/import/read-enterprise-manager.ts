import type { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';
import type {
  CdpReplica,
  FailoverPlan,
  Replica,
  ReplicaPoint,
} from '../../clients/enterprise-manager/resources.js';
import type { Found, FoundPlan, FoundReplica, FoundReplicas, Named } from './found.js';
import { withOverlaps } from './overlaps.js';
import { see, type Sight } from '../see.js';

/** Reads the plans of an Enterprise Manager, and the replicas. Only GET, and the logon. */
export async function readEnterpriseManager(
  client: EnterpriseManagerClient,
  tell: (message: string) => void,
): Promise<Found> {
  const sight: Sight = { unseen: [], tell };
  const { userName } = await client.logon();
  const cloud = await see('cloud failover plans', () => client.listCloudFailoverPlans(), sight);
  const plain = await see('failover plans', () => client.listFailoverPlans(), sight);
  const replicas = plain === null ? notTold(sight) : await readReplicas(client, plain, sight);
  return {
    server: 'Veeam Backup Enterprise Manager',
    user: userName,
    role: null,
    plans: withOverlaps([...(cloud ?? []), ...(plain ?? [])].map(planOf)),
    replicas,
    unseen: sight.unseen,
  };
}

/** A machine that is in a plan and in a set of replicas as well would be failed over twice. */
function notTold({ unseen }: Sight): readonly FoundReplicas[] {
  const why = 'without the failover plans nobody can tell which of them are in a plan';
  unseen.push({ what: 'single replicas', why, isOdd: false });
  return [];
}

function planOf(plan: FailoverPlan): FoundPlan {
  const tenant = { id: plan.tenantId, name: plan.tenantName };
  return {
    kind: plan.kind,
    name: plan.name,
    originalId: null,
    listings: [
      {
        id: plan.id,
        type: null,
        backupServer: { id: plan.backupServerId, name: plan.backupServerName },
        tenant: plan.kind === 'failoverPlan' ? null : tenant,
      },
    ],
    machines: plan.machines.map(({ name }) => name),
    overlaps: [],
    isOrdered: true,
  };
}

type PlanOf = (name: string, backupServer: Named) => string | null;

async function readReplicas(
  client: EnterpriseManagerClient,
  plans: readonly FailoverPlan[],
  sight: Sight,
): Promise<readonly FoundReplicas[]> {
  const planOfMachine = planFinder(plans);
  const jobs = await see('replication jobs', () => client.replicas.listVmReplicas(), sight);
  const vAppPoints = await see(
    'restore points of vApp replicas',
    () => client.replicas.listVAppReplicaPoints(),
    sight,
  );
  const vApps = byJob('vAppReplicas', vAppPoints ?? [], planOfMachine);
  const ofVApps = new Set((vAppPoints ?? []).map(({ replicaId }) => replicaId));
  const vms: FoundReplicas[] = [];
  for (const job of jobs ?? []) {
    // Machines in a vApp have points of their own; what is failed over is the vApp.
    if (job.platform === 'vCloud' || ofVApps.has(job.id)) continue;
    vms.push(...(await readJob(client, job, planOfMachine, sight)));
  }
  const cdp = await see('CDP replicas', () => client.cdp.listCdpReplicas(), sight);
  return [...vms, ...vApps, ...byPolicy(cdp ?? [], planOfMachine)];
}

/** One job at a time: all points of all jobs together may be more than one list can hold. */
async function readJob(
  client: EnterpriseManagerClient,
  job: Replica,
  planOfMachine: PlanOf,
  sight: Sight,
): Promise<readonly FoundReplicas[]> {
  const what = `restore points of replication job "${job.name}"`;
  const read = () => client.replicas.listVmReplicaPoints({ replicaId: job.id });
  const points = await see(what, read, sight);
  const backupServer = { id: job.backupServerId, name: job.backupServerName };
  const machines = newestOf(points ?? [], backupServer, planOfMachine);
  if (machines.length === 0) return [];
  return [{ kind: 'vmReplicas', job: { id: job.id, name: job.name }, backupServer, machines }];
}

function byJob(
  kind: 'vAppReplicas',
  points: readonly ReplicaPoint[],
  planOfMachine: PlanOf,
): readonly FoundReplicas[] {
  const groups = grouped(
    points,
    ({ replicaId, backupServerId }) => `${replicaId} ${backupServerId}`,
  );
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const backupServer = { id: first.backupServerId, name: first.backupServerName };
    const job = { id: first.replicaId, name: first.replicaName };
    return [{ kind, job, backupServer, machines: newestOf(group, backupServer, planOfMachine) }];
  });
}

function byPolicy(
  replicas: readonly CdpReplica[],
  planOfMachine: PlanOf,
): readonly FoundReplicas[] {
  const groups = grouped(replicas, ({ policyId, policyName, backupServerId }) =>
    [policyId ?? policyName, backupServerId].join(' '),
  );
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const backupServer = { id: first.backupServerId, name: first.backupServerName };
    const machines = group.map(({ name }) => ({
      name,
      newestPoint: null,
      plan: planOfMachine(name, backupServer),
    }));
    const job = { id: first.policyId, name: first.policyName };
    return [{ kind: 'cdpReplicas' as const, job, backupServer, machines: sorted(machines) }];
  });
}

/** The machines of restore points that come newest first. */
function newestOf(
  points: readonly ReplicaPoint[],
  backupServer: Named,
  planOfMachine: PlanOf,
): readonly FoundReplica[] {
  const newest = new Map<string, string>();
  for (const { machine, createdAt } of points) {
    if (!newest.has(machine)) newest.set(machine, createdAt);
  }
  const machines = [...newest].map(([name, newestPoint]) => ({
    name,
    newestPoint,
    plan: planOfMachine(name, backupServer),
  }));
  return sorted(machines);
}

/**
 * Which plan a machine is in, by its name and its backup server: a plan tells no more of its
 * machines that a restore point tells too.
 */
function planFinder(plans: readonly FailoverPlan[]): PlanOf {
  const byMachine = new Map<string, FailoverPlan[]>();
  for (const plan of plans) {
    for (const { name } of plan.machines) {
      byMachine.set(name, [...(byMachine.get(name) ?? []), plan]);
    }
  }
  return (name, backupServer) => {
    const found = (byMachine.get(name) ?? []).find(
      ({ backupServerId }) =>
        backupServerId === null || backupServer.id === null || backupServerId === backupServer.id,
    );
    return found?.name ?? null;
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return [...groups.values()];
}

function sorted(machines: readonly FoundReplica[]): readonly FoundReplica[] {
  return machines.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
