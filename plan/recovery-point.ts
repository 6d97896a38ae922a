import { formatDuration } from './duration.js';
import type { MachineRecord, RecoveryPoints } from './run-record.js';

/** A machine as its step's record shows it. */
export interface PointedMachine {
  readonly step: string;
  readonly machine: MachineRecord;
}

/**
 * How old each machine's restore point was when its failover began, held against the objective: so
 * much of its data was lost. Where the server does not tell, it is said to be unknown, and never met.
 */
export function recoveryPoints(
  rpoSeconds: number | null,
  machines: readonly PointedMachine[],
): RecoveryPoints {
  const driven = machines.filter(({ machine }) => isDriven(machine));
  const found = driven.map(({ step, machine }) => {
    const seconds = ageSeconds(machine);
    return {
      step,
      name: machine.name,
      age: seconds === null ? null : formatDuration(Math.round(seconds)),
      met: rpoSeconds === null || seconds === null ? null : seconds <= rpoSeconds,
      seconds,
    };
  });
  const ages = found.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  const worst = ages.length === 0 ? null : Math.max(...ages);
  return {
    target: rpoSeconds === null ? null : formatDuration(rpoSeconds),
    worst: worst === null ? null : formatDuration(Math.round(worst)),
    met: metBy(found.map(({ met }) => met)),
    machines: found.map(({ step, name, age, met }) => ({ step, name, age, met })),
  };
}

/** One that misses it is enough; all must be known to meet it. */
function metBy(all: readonly (boolean | null)[]): boolean | null {
  if (all.includes(false)) return false;
  return all.length === 0 || all.includes(null) ? null : true;
}

/** What was skipped, or never begun, has lost nothing. */
function isDriven({ result }: MachineRecord): boolean {
  return result !== 'skipped' && result !== 'cancelled';
}

function ageSeconds({ restorePointTime, startedAt }: MachineRecord): number | null {
  if (restorePointTime === null || startedAt === null) return null;
  const age = (Date.parse(startedAt) - Date.parse(restorePointTime)) / 1000;
  return Number.isFinite(age) && age >= 0 ? age : null;
}
