import { patched } from '@temporalio/workflow';
import type { Baseline, ResolvedTarget } from '../activities/contract.js';
import { whileHeld } from './hold-run.js';
import { readTarget } from './read-target.js';
import type { Run } from './run.js';

/** Whether a person holds the run just before something is sent: see `readWhenResumed`. */
export function isHeldBeforeSending(run: Run): boolean {
  // Older versions sent it all the same: their histories must still replay.
  return run.phase === 'steps' && run.pause !== null && patched('hold-first-sending');
}

/**
 * Waits until a held run goes on, and reads the target to which something is to be sent once more: what was
 * read before is old by then. Gives the time limit too, later by what the run was held. null: the run
 * has stopped instead.
 */
export async function readWhenResumed(
  run: Run,
  target: ResolvedTarget,
  activityId: string,
  limit: number,
): Promise<{ readonly reading: Baseline; readonly deadline: number } | null> {
  let deadline = limit;
  for (let again = 2; ; again++) {
    const since = Date.now();
    await whileHeld(run);
    if (run.stop !== null) return null;
    deadline += Date.now() - since;
    const reading = await readTarget(run, target, `${activityId}/${again}`, deadline);
    if (run.pause === null) return { reading, deadline };
  }
}
