import type { FaultInput } from '../../simulator/faults/fault.js';
import type { RunningSimulator } from '../../simulator/start-simulator.js';
import type { Json, JsonObject } from '../../plan/json.js';
import type { Placed, World } from './build-scenario.js';
import type { FaultFixture } from './test-schema.js';

/** A world whose servers run. */
export interface RunningWorld extends World {
  readonly simulator: RunningSimulator;
}

/** Starts a world's servers, with what others had done there before. */
export async function startWorld(world: World): Promise<RunningWorld> {
  const [{ parseScenario }, { startSimulator }] = await Promise.all([
    import('../../simulator/scenario/parse-scenario.js'),
    import('../../simulator/start-simulator.js'),
  ]);
  const simulator = await startSimulator(parseScenario(world.scenario, 'the servers of the test'));
  try {
    for (const placed of world.placed) await prepare(simulator, placed);
    return { ...world, simulator };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** How often the servers really did what, by the name of the target, whatever anybody was told. */
export function countsOf(worlds: readonly RunningWorld[]): Json {
  return Object.fromEntries(
    worlds.flatMap(({ simulator, placed }) => {
      const { plans, replicas } = simulator.truth();
      return placed.map(({ key, planId, machines }): [string, Json] => {
        const plan = plans.find(({ id }) => id === planId);
        if (plan !== undefined) {
          const { started, tested, undone, state } = plan;
          return [key, { started, tested, undone, state }];
        }
        const names = new Set(machines.map(([name]) => name));
        const own = planId === null ? replicas.filter(({ name }) => names.has(name)) : [];
        return [
          key,
          {
            started: own.reduce((sum, { started }) => sum + started, 0),
            tested: 0,
            undone: 0,
            machines: Object.fromEntries(own.map(({ name, started }) => [name, started])),
          },
        ];
      });
    }),
  );
}

/** What was counted since: numbers less those of before, all else as it is now. */
export function countsSince(before: Json, now: Json): Json {
  if (typeof now === 'number') return typeof before === 'number' ? now - before : now;
  if (now === null || typeof now !== 'object' || Array.isArray(now)) return now;
  const old = before !== null && typeof before === 'object' && !Array.isArray(before) ? before : {};
  return Object.fromEntries(
    Object.entries(now).map(([key, value]) => [
      key,
      countsSince((old as JsonObject)[key] ?? null, value),
    ]),
  );
}

async function prepare(simulator: RunningSimulator, placed: Placed): Promise<void> {
  const { fixture, machines, planId } = placed;
  if (fixture.missing) return;
  for (const [name, { state }] of machines) {
    if (state !== 'failed-over') continue;
    const path =
      planId === null
        ? `replicas/${encodeURIComponent(name)}`
        : `machines/${planId}/${encodeURIComponent(name)}`;
    const answer = await fetch(`${simulator.controlUrl}/${path}`, {
      method: 'POST',
      body: JSON.stringify({ state: 'failover' }),
    });
    if (!answer.ok) throw new Error(`${name} can't be failed over before: ${await answer.text()}`);
  }
}

/** From now on the servers have the faults of the test. */
export function addFaults(worlds: readonly RunningWorld[]): void {
  for (const { simulator, placed } of worlds) {
    for (const one of placed.filter(({ fixture }) => !fixture.missing)) {
      for (const fault of one.fixture.faults) simulator.addFault(faultOf(fault, one, simulator));
    }
  }
}

/** How a fault of a test is called at the simulator. */
function faultOf(
  { kind, on, times, after }: FaultFixture,
  placed: Placed,
  simulator: RunningSimulator,
): FaultInput {
  const common = { match: matchOf(on, placed, simulator), times, after };
  switch (kind) {
    case 'lost-answer':
      return { ...common, kind: 'dropAfter' };
    case 'lost-request':
      return { ...common, kind: 'dropBefore' };
    case 'refused':
      return { ...common, kind: 'status', code: 503, headers: { 'Retry-After': '1' } };
    case 'denied':
      return { ...common, kind: 'status', code: 403 };
    case 'error':
      return { ...common, kind: 'status', code: 500 };
    case 'error-after':
      return { ...common, kind: 'statusAfter', code: 500 };
    case 'garbled':
      return { ...common, kind: 'malformed' };
  }
}

const REPLICA_PATHS: Readonly<Record<string, string>> = {
  vmReplicas: '/vmReplicaPoints.*action=failover/',
  vAppReplicas: '/vAppReplicaPoints.*action=failover/',
  cdpReplicas: '/cdp.*action=failover/',
};

function matchOf(
  on: FaultFixture['on'],
  { target, planId }: Placed,
  simulator: RunningSimulator,
): FaultInput['match'] {
  if (planId === null) return { path: REPLICA_PATHS[target.kind] ?? '' };
  if (target.kind !== 'spcFailoverPlan') {
    const action = on === 'undo' ? 'undo' : '(start|test)';
    return { server: 'enterpriseManager', path: `/${planId}.*action=${action}/` };
  }
  const uid = simulator
    .truth()
    .console?.plans.find(({ originalUid }) => originalUid === planId)?.instanceUid;
  const path = uid ?? planId;
  if (on === 'update') return { server: 'console', method: 'PATCH', path };
  return {
    server: 'console',
    method: 'POST',
    path: `/${path}\\/${on === 'undo' ? 'undo' : 'start'}/`,
  };
}
