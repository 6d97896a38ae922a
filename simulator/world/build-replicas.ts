import { deterministicId } from '../deterministic-id.js';
import type {
  CdpReplicaSpec,
  PointSpec,
  SingleReplicaSpec,
  VAppReplicaSpec,
} from '../scenario/replica-schema.js';
import type { MachineSpec, Scenario } from '../scenario/scenario-schema.js';

import { buildPoints } from './build-points.js';
import { buildMachine } from './build-plans.js';
import type { BackupServer, Plan, Replica, ReplicaKind } from './model.js';

/** The scenario's replicas that stand alone; `now` is what ages count from. */
export function buildReplicas(
  scenario: Scenario,
  servers: readonly BackupServer[],
  now: number,
): readonly Replica[] {
  const build = (kind: ReplicaKind, spec: SingleReplicaSpec, job: string): Replica =>
    buildReplica(kind, spec, job, servers, now);
  return [
    ...scenario.vmReplicas.map((spec) => build('vmReplica', spec, spec.job)),
    ...scenario.vAppReplicas.map((spec) => withVms(build('vAppReplica', spec, spec.job), spec)),
    ...scenario.cdpReplicas.map((spec) =>
      withIntervals(
        withVms(build(spec.kind === 'vm' ? 'cdpVm' : 'cdpVApp', spec, spec.policy), spec),
        spec,
        now,
      ),
    ),
  ];
}

/** The machines of plain plans as replicas of their own: Enterprise Manager lists their points. */
export function planReplicas(plans: readonly Plan[]): readonly Replica[] {
  return plans
    .filter((plan) => plan.kind === 'failoverPlan')
    .flatMap((plan) =>
      plan.machines.map((machine) => ({
        kind: 'vmReplica' as const,
        backupServer: plan.backupServer,
        job: plan.replica,
        plan,
        machine,
        vms: [],
        intervals: [],
        hasConsistentPoints: false,
        requests: [],
        started: 0,
      })),
    );
}

function buildReplica(
  kind: ReplicaKind,
  spec: SingleReplicaSpec,
  job: string,
  servers: readonly BackupServer[],
  now: number,
): Replica {
  const server = servers.find(({ name }) => name === spec.backupServer) ?? servers[0];
  if (server === undefined) throw new Error('A scenario has at least one backup server');
  const isCdp = kind === 'cdpVm' || kind === 'cdpVApp';
  const jobId = deterministicId(isCdp ? 'cdpPolicy' : 'replicaJob', kind, server.name, job);
  const points = buildPoints(spec.id ?? jobId, spec.name, timesOf(spec.points, now));
  return {
    kind,
    backupServer: server,
    job: { id: jobId, name: job },
    plan: null,
    machine: buildMachine(jobId, machineSpec(spec), 0, points),
    vms: [],
    intervals: [],
    hasConsistentPoints: false,
    requests: [],
    started: 0,
  };
}

function withVms(replica: Replica, { vms }: Pick<VAppReplicaSpec, 'vms'>): Replica {
  const { id } = replica.machine;
  return {
    ...replica,
    vms: vms.map((name) => ({ id: deterministicId('vAppVm', id, name), name })),
  };
}

function withIntervals(replica: Replica, spec: CdpReplicaSpec, now: number): Replica {
  const intervals = spec.intervals.map(({ from, to, rpo }) => ({
    startsAt: now - from,
    endsAt: to === 0 ? null : now - to,
    rpoSeconds: Math.round(rpo / 1000),
  }));
  return { ...replica, intervals, hasConsistentPoints: spec.consistent };
}

function timesOf(points: readonly PointSpec[], now: number): readonly number[] {
  return points.map((point) => (point.kind === 'age' ? now - point.age : point.at));
}

// Nothing undoes a single replica in Enterprise Manager's API: these two fields are never read.
function machineSpec(spec: SingleReplicaSpec): MachineSpec {
  return { ...spec, undoTakes: 0, undoResult: 'success', restorePoints: [] };
}
