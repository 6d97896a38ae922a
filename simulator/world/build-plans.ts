import { deterministicId } from '../deterministic-id.js';
import type {
  CloudPlanSpec,
  MachineSpec,
  PlainPlanSpec,
  Scenario,
} from '../scenario/scenario-schema.js';

import { buildPoints } from './build-points.js';
import type { BackupServer, Machine, Plan, PlanKind, RestorePoint } from './model.js';

/** The scenario's backup servers, with their ids. */
export function buildBackupServers(scenario: Scenario): readonly BackupServer[] {
  return scenario.backupServers.map(({ id, name }) => ({
    id: id ?? deterministicId('BackupServer', name),
    name,
  }));
}

/** The scenario's plans, all ready; `now` is what the restore points' ages count from. */
export function buildPlans(
  scenario: Scenario,
  servers: readonly BackupServer[],
  now: number,
): readonly Plan[] {
  return [
    ...scenario.cloudFailoverPlans.map((spec) =>
      buildPlan('cloudFailoverPlan', spec, spec.tenant, servers, now),
    ),
    ...scenario.failoverPlans.map((spec) => buildPlan('failoverPlan', spec, null, servers, now)),
  ];
}

function buildPlan(
  kind: PlanKind,
  spec: CloudPlanSpec | PlainPlanSpec,
  tenant: string | null,
  servers: readonly BackupServer[],
  now: number,
): Plan {
  const server = servers.find(({ name }) => name === spec.backupServer) ?? servers[0];
  if (server === undefined) throw new Error('A scenario has at least one backup server');
  const id = spec.id ?? deterministicId(kind, server.name, tenant ?? '', spec.name);
  return {
    kind,
    id,
    name: spec.name,
    description: spec.description,
    backupServer: server,
    tenant: tenant === null ? null : { id: deterministicId('CloudTenant', tenant), name: tenant },
    replica: { id: deterministicId('replica', id), name: `${spec.name} Replication` },
    jobFails: spec.jobFails,
    machines: spec.machines.map((machine, order) =>
      buildMachine(id, machine, order, pointsOf(id, machine, now)),
    ),
    requests: [],
    started: 0,
    tested: 0,
    undone: 0,
    lastJob: null,
    seenBy: spec.seenBy,
    commands: [{ at: -Infinity, pre: spec.preFailoverCommand, post: spec.postFailoverCommand }],
  };
}

/** A machine at rest. `owner` is the plan's id, or the replication job's of a single replica. */
export function buildMachine(
  owner: string,
  spec: MachineSpec,
  order: number,
  points: readonly RestorePoint[],
): Machine {
  return {
    id: spec.id ?? deterministicId('machine', owner, spec.name),
    name: spec.name,
    order,
    spec,
    points,
    fate: spec.result,
    takesMs: spec.takes,
    state: 'ready',
    lastResult: null,
    history: [],
    startedCount: 0,
    testedCount: 0,
    undoneCount: 0,
  };
}

function pointsOf(planId: string, spec: MachineSpec, now: number): readonly RestorePoint[] {
  return buildPoints(
    planId,
    spec.name,
    spec.restorePoints.map((age) => now - age),
  );
}
