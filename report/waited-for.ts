import type { WaitingRecord } from '../plan/run-record.js';

/** What a wait is about, in words that follow "waits for". */
export const WAITED_FOR: Readonly<Record<WaitingRecord['kind'], string>> = {
  approval: 'an approval',
  task: 'the answer to a task',
  pause: 'what to do about a failure',
  unknown: 'what nobody but a person can know',
  target: 'a target that another run holds',
};

export function isWaitKind(kind: string): kind is WaitingRecord['kind'] {
  return Object.hasOwn(WAITED_FOR, kind);
}
