import { condition } from '@temporalio/workflow';
import { formatDuration } from '../plan/duration.js';
import type { Run } from './run.js';

/**
 * Ends a scheduled drill whose steps take longer than `maxRunTime`, as an abort does: its clean-up
 * follows. Temporal's own run time-out would end the clean-up as well.
 */
export function limitRunTime(run: Run): void {
  const seconds = run.input.schedule?.spec.maxRunTimeSeconds ?? null;
  if (seconds === null) return;
  const left = Math.max(1, Date.parse(run.startedAt) + seconds * 1000 - Date.now());
  void condition(() => run.phase !== 'steps', left, { summary: 'maxRunTime' }).then((isOver) => {
    if (isOver || run.stop !== null) return;
    run.abortAs(`maxRunTime of ${formatDuration(seconds)} has passed`);
  });
}
