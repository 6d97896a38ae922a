import { humanDuration } from '../../plan/duration.js';
import type { ReadinessFinding } from '../check-contract.js';
import { finding, someOf } from './finding.js';

/** A machine and its newest restore point. */
export interface NewestPoint {
  readonly machine: string;
  /** ISO 8601; null: the server shows none. */
  readonly createdAt: string | null;
}

/** Ages that a finding lists one by one; of the rest it gives the number. */
const MOST_AGES = 50;

export interface AgesInput {
  readonly target: string;
  /** The machines in their order. */
  readonly machines: readonly string[];
  /** Restore points of machines; several of one machine count by the newest. */
  readonly points: readonly { readonly machine: string; readonly createdAt: string }[];
  /** The server's own clock. */
  readonly serverTime: string;
  /** null: the runbook sets no recovery point objective. */
  readonly rpoSeconds: number | null;
}

/**
 * How old each machine's newest restore point is, against the objective: what a failover now would
 * lose. A missed objective is a warning, for it never stops a disaster.
 */
export function restorePointAges(input: AgesInput): ReadinessFinding {
  const { target, machines, rpoSeconds } = input;
  if (machines.length === 0) {
    return finding(target, 'not-provable', 'how old its restore points are: it lists no machine');
  }
  const newest = newestOf(input);
  const ages = newest.flatMap(({ machine, createdAt }) =>
    createdAt === null ? [] : [{ machine, createdAt, ageSeconds: ageOf(createdAt, input) }],
  );
  const missing = newest
    .filter(({ createdAt }) => createdAt === null)
    .map(({ machine }) => machine);
  const byAge = ages.toSorted((a, b) => b.ageSeconds - a.ageSeconds);
  const found = judge(target, missing, byAge, rpoSeconds);
  return { ...found, restorePoints: byAge.slice(0, MOST_AGES) };
}

interface Aged {
  readonly machine: string;
  readonly ageSeconds: number;
}

function judge(
  target: string,
  missing: readonly string[],
  byAge: readonly Aged[],
  rpoSeconds: number | null,
): ReadinessFinding {
  const [oldest] = byAge;
  if (oldest === undefined) {
    return finding(
      target,
      'blocker',
      `no restore point is shown of any machine (${someOf(missing)})`,
      'look at the replication jobs; Enterprise Manager collects their data every 15 minutes',
    );
  }
  if (missing.length > 0) {
    return finding(
      target,
      'warning',
      `no restore point is shown of ${someOf(missing)}`,
      'such a machine fails in a failover; look at its replication job',
    );
  }
  const age = humanDuration(oldest.ageSeconds);
  if (rpoSeconds === null) {
    const what = `the oldest of the newest restore points is ${age} old (${oldest.machine})`;
    return finding(target, 'ok', `${what}; the runbook sets no RPO`);
  }
  const rpo = humanDuration(rpoSeconds);
  const late = byAge.filter(({ ageSeconds }) => ageSeconds > rpoSeconds);
  if (late.length === 0) {
    return finding(
      target,
      'ok',
      `every newest restore point is within the RPO of ${rpo}: the oldest is ${age} old (${oldest.machine})`,
    );
  }
  const names = late.map(({ machine, ageSeconds }) => `${machine} ${humanDuration(ageSeconds)}`);
  return finding(
    target,
    'warning',
    `restore points older than the RPO of ${rpo}: ${someOf(names)}`,
    'run the replication jobs of these machines, if there is still time',
  );
}

function newestOf({ machines, points }: AgesInput): readonly NewestPoint[] {
  const newest = new Map<string, string>();
  for (const { machine, createdAt } of points) {
    const known = newest.get(machine);
    if (known === undefined || Date.parse(createdAt) > Date.parse(known)) {
      newest.set(machine, createdAt);
    }
  }
  return machines.map((machine) => ({ machine, createdAt: newest.get(machine) ?? null }));
}

/** A point that seems to lie ahead of the server's clock is as new as can be. */
function ageOf(createdAt: string, { serverTime }: AgesInput): number {
  return Math.max(0, Math.round((Date.parse(serverTime) - Date.parse(createdAt)) / 1000));
}
