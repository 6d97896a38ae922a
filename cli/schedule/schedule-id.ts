import type { ScheduleDescription } from '@temporalio/client';
import type { RunInput } from '../../plan/run-input.js';

/** The id under which Temporal knows the schedule of a runbook. */
export function scheduleIdOf(runbook: string): string {
  return `drill/${runbook}`;
}

/** The runbook of a schedule of ours; null: it is somebody else's. */
export function runbookOfSchedule(scheduleId: string): string | null {
  return scheduleId.startsWith('drill/') ? scheduleId.slice('drill/'.length) : null;
}

/** The input that a schedule gives its runs; null: it was not made by `schedule apply`. */
export function inputOf(description: ScheduleDescription): RunInput | null {
  const [input] = (description.action.args ?? []) as unknown[];
  const isOurs = typeof input === 'object' && input !== null && 'plan' in input;
  return isOurs && 'schedule' in input ? (input as RunInput) : null;
}
