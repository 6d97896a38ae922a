import type { Console } from '../console/console.js';
import type { Manager } from '../http/manager.js';
import { timestamp } from '../resources/timestamp.js';
import type { SeenBy } from '../scenario/scenario-schema.js';
import type { Job, JobResult, Plan, PlanAction, PlanKind, PlanRequest } from '../world/model.js';
import { viewTask } from '../world/task.js';
import type { World } from '../world/world.js';

import { consoleTruth, type ConsoleTruth } from './console-truth.js';
import { machineTruth, type MachineTruth } from './machine-truth.js';
import {
  replicaSessionTruth,
  replicaTruth,
  type ReplicaSessionTruth,
  type ReplicaTruth,
} from './replica-truth.js';

export interface PlanTruth {
  readonly kind: PlanKind;
  readonly name: string;
  readonly id: string;
  readonly backupServer: string;
  readonly tenant: string | null;
  readonly state: 'ready' | 'running' | 'testing' | 'undoing' | 'failedOver' | 'partlyFailedOver';
  /** How often it was really started, tested and undone, whatever the caller was told. */
  readonly started: number;
  readonly tested: number;
  readonly undone: number;
  readonly requests: readonly PlanRequest[];
  readonly seenBy: SeenBy;
  readonly commands: { readonly pre: string; readonly post: string };
  readonly machines: readonly MachineTruth[];
}

export interface SessionTruth {
  readonly id: string;
  readonly plan: string;
  readonly planId: string;
  readonly action: PlanAction;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly result: JobResult | null;
}

export interface TaskTruth {
  readonly id: string;
  readonly logonSession: string;
  readonly operation: string;
  readonly state: string;
  readonly success: boolean | null;
  readonly session: string | null;
}

/** What really is and was, without lag, roles or faults. */
export interface Truth {
  readonly now: string;
  readonly plans: readonly PlanTruth[];
  /** Every job of a plan, whether Enterprise Manager shows a session for it or not. */
  readonly sessions: readonly SessionTruth[];
  readonly replicas: readonly ReplicaTruth[];
  readonly replicaSessions: readonly ReplicaSessionTruth[];
  readonly tasks: readonly TaskTruth[];
  readonly logonSessions: readonly { readonly id: string; readonly user: string }[];
  readonly logons: number;
  readonly logoffs: number;
  readonly requests: Readonly<Record<string, number>>;
  /** Null: the scenario has none. Its plans are those above. */
  readonly console: ConsoleTruth | null;
}

export function tellTruth({ world, logons, log }: Manager, console: Console | null): Truth {
  const taskTime = world.time.scale(world.scenario.server.taskTime);
  return {
    now: timestamp(world.time.now()),
    plans: world.plans.map((plan) => planTruth(world, plan)),
    sessions: world.jobs.map(sessionTruth),
    replicas: [
      ...world.replicas,
      ...world.planReplicas.filter(({ requests }) => requests.length > 0),
    ].map((replica) => replicaTruth(world, replica)),
    replicaSessions: world.replicaRuns.all.map(replicaSessionTruth),
    tasks: logons.everyTask.map(({ logon, task }) => {
      const view = viewTask(task, world.time.now(), taskTime);
      return {
        id: task.id,
        logonSession: logon,
        operation: task.operation,
        state: view.state,
        success: view.result?.success ?? null,
        session: task.job?.id ?? task.run?.id ?? null,
      };
    }),
    logonSessions: logons.list().map(({ id, user }) => ({ id, user: user.name })),
    ...logons.counts,
    requests: log.counts,
    console: console === null ? null : consoleTruth(console),
  };
}

function planTruth(world: World, plan: Plan): PlanTruth {
  const { kind, name, id, started, tested, undone } = plan;
  const commands = plan.commands.at(-1);
  return {
    kind,
    name,
    id,
    backupServer: plan.backupServer.name,
    tenant: plan.tenant?.name ?? null,
    state: planState(world, plan),
    started,
    tested,
    undone,
    requests: [...plan.requests],
    seenBy: plan.seenBy,
    commands: { pre: commands?.pre ?? '', post: commands?.post ?? '' },
    machines: plan.machines.map((machine) => machineTruth(world, machine)),
  };
}

function planState(world: World, plan: Plan): PlanTruth['state'] {
  const job = world.jobs.findLast(
    (candidate) => candidate.plan === plan && candidate.endedAt === null,
  );
  if (job !== undefined) {
    return ({ start: 'running', test: 'testing', undo: 'undoing' } as const)[job.action];
  }
  const up = plan.machines.filter((machine) => machine.state === 'failover').length;
  if (up === 0) return 'ready';
  return up === plan.machines.length ? 'failedOver' : 'partlyFailedOver';
}

function sessionTruth({ id, plan, action, createdAt, endedAt, result }: Job): SessionTruth {
  return {
    id,
    plan: plan.name,
    planId: plan.id,
    action,
    createdAt: timestamp(createdAt),
    endedAt: endedAt === null ? null : timestamp(endedAt),
    result,
  };
}
