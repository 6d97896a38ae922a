import type { Person } from '../../plan/run-input.js';

/** Who says something of a schedule and why, as its note keeps it: a claim, as everywhere. */
export function saidBy({ name, osUser, host }: Person, reason: string): string {
  return `${name} (${osUser}@${host})${reason === '' ? '' : `: ${reason}`}`;
}
