import { randomUUID } from 'node:crypto';
import type { PlanTarget } from '../../plan/plan.js';
import { replicaNames, type ReplicasTarget } from '../../plan/target.js';
import { criticalMachines, targetsOfPlay, type PlayedTarget } from './played-plan.js';
import type { RunbookTest } from './runbook-test.js';
import type { MachineFixture, TargetFixture } from './test-schema.js';
import { TEST_PASSWORD } from './test-config.js';
import { worldsOf } from './worlds.js';

/** A thing on a simulated server, and what the test says of it. */
export interface Placed extends PlayedTarget {
  readonly fixture: TargetFixture;
  /** The plan's id in VBR; null: the target is a set of replicas. */
  readonly planId: string | null;
  readonly machines: readonly (readonly [string, MachineFixture])[];
}

/** One simulated site: the connections that reach it, what is there, and its scenario. */
export interface World {
  readonly connections: readonly string[];
  readonly placed: readonly Placed[];
  /** As JSON, which is YAML too. */
  readonly scenario: string;
}

const NOTHING_SAID: TargetFixture = { missing: false, jobFails: false, machines: {}, faults: [] };

/** The simulated servers of a test: one for each connection, or for those that `confirm` joins. */
export function buildWorlds({ runbook, targets, speed }: RunbookTest): readonly World[] {
  const played = targetsOfPlay(runbook.plan);
  return worldsOf(played.map(({ target }) => target)).map((connections) => {
    const own = played.filter(({ target }) => connections.includes(target.connection));
    const placed = distinct(own).map((one): Placed => {
      const fixture = targets[one.key] ?? NOTHING_SAID;
      const names = replicaNames(one.target);
      return {
        ...one,
        fixture,
        planId: names === null ? idOf(one.target) : null,
        machines: machinesOf(one, fixture, names ?? criticalMachines(runbook.plan, one.key)),
      };
    });
    return { connections, placed, scenario: JSON.stringify(scenarioOf(placed, speed)) };
  });
}

/** Two targets may be the same thing on the server: the first one speaks for it. */
function distinct(played: readonly PlayedTarget[]): readonly PlayedTarget[] {
  const seen = new Set<string>();
  return played.filter(({ target }) => {
    const what = 'name' in target ? target.name : target.names.join('\n');
    const key = [target.connection, target.kind, what].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idOf(target: PlanTarget): string {
  return 'name' in target && UUID.test(target.name) ? target.name : randomUUID();
}

function machinesOf(
  { key, target }: PlayedTarget,
  fixture: TargetFixture,
  needed: readonly string[],
): readonly (readonly [string, MachineFixture])[] {
  const named = [...new Set([...needed, ...Object.keys(fixture.machines)])];
  const isPlan = replicaNames(target) === null;
  const wanted = isPlan ? (fixture.count ?? (named.length === 0 ? 2 : named.length)) : named.length;
  const others = Array.from(
    { length: Math.max(0, wanted - named.length) },
    (_, index) => `${key}-${index + 1}`,
  );
  // What is said of the target holds for each machine that says nothing else.
  const { state, ...common } = fixture;
  const ofAll = state === 'failed-over' ? { ...common, state } : common;
  return [...named, ...others].map((name) => [
    name,
    { ...ofAll, ...definedOf(fixture.machines[name] ?? {}) },
  ]);
}

function definedOf(machine: MachineFixture): MachineFixture {
  return Object.fromEntries(Object.entries(machine).filter(([, value]) => value !== undefined));
}

function scenarioOf(placed: readonly Placed[], speed: number) {
  const there = placed.filter(({ fixture }) => !fixture.missing);
  const servers = placed.flatMap(({ target }) => backupServerOf(target) ?? []);
  const plans = there.filter(({ planId }) => planId !== null);
  const isCloud = ({ target, fixture }: Placed): boolean =>
    target.kind === 'cloudFailoverPlan' ||
    (target.kind === 'spcFailoverPlan' && (fixture.type ?? typeOf(target)) === 'cloud');
  const replicas = (kind: ReplicasTarget['kind']) =>
    there.filter(({ target }) => target.kind === kind).flatMap(replicasOf);
  return {
    version: 1,
    speed,
    server: { users: [{ name: 'dr', password: TEST_PASSWORD, role: 'PortalAdministrator' }] },
    backupServers: [...new Set([...servers, 'vbr.test.local'])].map((name) =>
      UUID.test(name) ? { name: `vbr-${name.slice(0, 8)}`, id: name } : { name },
    ),
    cloudFailoverPlans: plans.filter(isCloud).map((one) => ({ ...planOf(one), ...tenantOf(one) })),
    failoverPlans: plans.filter((one) => !isCloud(one)).map(planOf),
    vmReplicas: replicas('vmReplicas'),
    vAppReplicas: replicas('vAppReplicas').map((one) => ({ ...one, vms: [`${one.name}-vm`] })),
    cdpReplicas: replicas('cdpReplicas'),
    console: { apiKeys: [{ key: TEST_PASSWORD }] },
  };
}

/** A plan that is only tested must be one that can be. */
function typeOf({ rehearse }: PlanTarget): 'cloud' | 'local' {
  return rehearse === 'test' ? 'cloud' : 'local';
}

function planOf({ key, target, fixture, planId, machines }: Placed) {
  const name = 'name' in target && !UUID.test(target.name) ? target.name : key;
  const isAtConsole = target.kind === 'spcFailoverPlan';
  return {
    name,
    id: planId,
    ...serverOf(target),
    jobFails: fixture.jobFails,
    seenBy: isAtConsole ? 'console' : 'both',
    machines: machines.map(([machine, said]) => ({
      ...timesOf(machine, said),
      undoResult: said.undo ?? 'success',
      ...(said.undoTakes === undefined ? {} : { undoTakes: milliseconds(said.undoTakes) }),
      restorePoints: pointsOf(said),
    })),
  };
}

function replicasOf({ target, machines }: Placed) {
  return machines.map(([name, said]) => ({
    ...timesOf(name, said),
    ...serverOf(target),
    points: pointsOf(said),
  }));
}

function timesOf(name: string, { result, message, takes }: MachineFixture) {
  return {
    name,
    result: result ?? 'success',
    ...(message === undefined ? {} : { message }),
    ...(takes === undefined ? {} : { takes: milliseconds(takes) }),
  };
}

const DAY = 86_400;

function pointsOf({ restorePoints = [300, DAY] }: MachineFixture): readonly string[] {
  return restorePoints.map(milliseconds);
}

function milliseconds(seconds: number): string {
  return `${Math.round(seconds * 1000)}ms`;
}

function serverOf(target: PlanTarget) {
  const name = backupServerOf(target);
  if (name === null) return {};
  return { backupServer: UUID.test(name) ? `vbr-${name.slice(0, 8)}` : name };
}

function backupServerOf(target: PlanTarget): string | null {
  if (target.backupServer !== null) return target.backupServer;
  return target.kind === 'failoverPlan' ? (target.confirm?.backupServer ?? null) : null;
}

function tenantOf({ target }: Placed) {
  return 'tenant' in target && target.tenant !== null ? { tenant: target.tenant } : {};
}
