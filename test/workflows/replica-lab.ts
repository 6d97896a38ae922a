import { randomBytes } from 'node:crypto';
import type { FailoverStep, Plan, PlanStep, ReplicasTarget } from '../../plan/plan.js';
import type { MachineRecord, RunRecord } from '../../plan/run-record.js';
import type { ReplicaTruth } from '../../simulator/control/replica-truth.js';
import { openLab, PASSWORD, type Lab } from './lab.js';
import { failover, planOf, web } from './plans.js';

/** A lab with replicas, on a connection of its own: what is held and marked goes by its name. */
export interface ReplicaLab extends Lab {
  readonly connection: string;
  /** The target of a plan, at this lab's connection. */
  target(names: readonly string[], extra?: Partial<ReplicasTarget>): ReplicasTarget;
  live(
    targets: readonly ReplicasTarget[],
    steps: readonly PlanStep[],
    limits?: Partial<Plan['limits']>,
  ): Plan;
  replica(name: string): ReplicaTruth;
  /** The most failovers of single replicas that the server had under way at one time. */
  mostAtATime(): number;
}

/** Replicas below a head with who may log on; CDP is for administrators alone (vendor's roles). */
export function replicaScenario(replicas: string, before = ''): string {
  return `
version: 1
speed: 60
server: { taskTime: 6s, users: [{ name: dr, password: ${PASSWORD}, role: PortalAdministrator }] }
${before}
${replicas}
`;
}

/** `vmReplicas` with these names, each as `extra` says. */
export function machines(names: readonly string[], extra = 'takes: 20s'): string {
  return `vmReplicas:\n${names.map((name) => `  - { name: ${name}, ${extra} }`).join('\n')}\n`;
}

export async function openReplicaLab(
  scenario: string,
  options: { readonly lagSeconds?: number; readonly requestTimeoutSeconds?: number } = {},
): Promise<ReplicaLab> {
  const connection = `em-${randomBytes(4).toString('hex')}`;
  const lab = await openLab(scenario, { ...options, connection });
  return {
    ...lab,
    connection,
    target: (names, extra = {}) => ({ ...web, connection, names, ...extra }),
    live: (targets, steps, limits = {}) => ({ ...planOf('live', steps, limits), targets }),
    replica: (name) => {
      const found = lab.simulator.truth().replicas.find((replica) => replica.name === name);
      if (found === undefined) throw new Error(`the scenario has no replica ${name}`);
      return found;
    },
    mostAtATime: () => mostAtATime(lab),
  };
}

/** A live step that fails replicas over. */
export function replicas(extra: Partial<FailoverStep> = {}): FailoverStep {
  return failover('web', 'start', { concurrency: 10, timeoutSeconds: 120, ...extra });
}

export function machinesOf(record: RunRecord): readonly MachineRecord[] {
  return record.steps[0]?.machines ?? [];
}

/** Each machine's result, in the order of the record. */
export function resultsOf(record: RunRecord): Record<string, string> {
  return Object.fromEntries(machinesOf(record).map(({ name, result }) => [name, result]));
}

function mostAtATime(lab: Lab): number {
  const { replicaSessions, now } = lab.simulator.truth();
  const moments = replicaSessions.flatMap(({ createdAt, endedAt }) => [
    { at: Date.parse(createdAt), change: 1 },
    { at: Date.parse(endedAt ?? now), change: -1 },
  ]);
  // At one moment an end goes before a begin.
  moments.sort((a, b) => a.at - b.at || a.change - b.change);
  let count = 0;
  return moments.reduce((most, { change }) => {
    count += change;
    return Math.max(most, count);
  }, 0);
}
