import { timestamp } from '../resources/timestamp.js';
import type {
  JobResult,
  Replica,
  ReplicaKind,
  ReplicaRequest,
  ReplicaRun,
} from '../world/model.js';
import type { World } from '../world/world.js';

import { machineTruth, type MachineTruth } from './machine-truth.js';

/** A replica that stands alone, or a plain plan's machine that was failed over by itself. */
export interface ReplicaTruth extends MachineTruth {
  readonly kind: ReplicaKind;
  readonly backupServer: string;
  /** The replication job or CDP policy. */
  readonly job: string;
  readonly plan: string | null;
  /** How often it was really failed over by itself, whatever the caller was told. */
  readonly started: number;
  readonly requests: readonly ReplicaRequest[];
}

export interface ReplicaSessionTruth {
  readonly id: string;
  readonly kind: ReplicaKind;
  readonly replica: string;
  readonly replicaId: string;
  readonly point: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly result: JobResult | null;
}

export function replicaTruth(world: World, replica: Replica): ReplicaTruth {
  const { kind, backupServer, job, plan, started, requests, machine } = replica;
  return {
    kind,
    backupServer: backupServer.name,
    job: job.name,
    plan: plan?.name ?? null,
    started,
    requests: [...requests],
    ...machineTruth(world, machine),
  };
}

export function replicaSessionTruth({
  id,
  replica,
  entry,
  createdAt,
}: ReplicaRun): ReplicaSessionTruth {
  return {
    id,
    kind: replica.kind,
    replica: replica.machine.name,
    replicaId: replica.machine.id,
    point: entry.point?.name ?? null,
    createdAt: timestamp(createdAt),
    endedAt: entry.endedAt === null ? null : timestamp(entry.endedAt),
    result: entry.result,
  };
}
