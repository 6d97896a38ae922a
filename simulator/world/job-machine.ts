import type { JobMachine, Machine, RestorePoint } from './model.js';

/** A machine's part of a job that was just made: nothing has happened to it yet. */
export function makeJobMachine(
  machine: Machine,
  point: RestorePoint | null,
  createdAt: number,
  skipped: boolean,
): JobMachine {
  return {
    machine,
    point,
    createdAt,
    skipped,
    startedAt: null,
    endedAt: null,
    result: null,
    message: null,
  };
}
