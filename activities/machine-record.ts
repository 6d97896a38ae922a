import type { MachineRecord } from '../plan/run-record.js';

/** A machine of which nothing is known but its name and what became of it. */
export function bareMachine(
  name: string,
  result: MachineRecord['result'],
  message: string | null,
): MachineRecord {
  return {
    name,
    result,
    message,
    restorePoint: null,
    restorePointTime: null,
    startedAt: null,
    endedAt: null,
    attempts: 1,
  };
}
