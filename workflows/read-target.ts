import type { Baseline, ResolvedTarget } from '../activities/contract.js';
import { reads } from './activities.js';
import type { Run } from './run.js';

/** Where no limit of a step binds it, a read of a silent server is given up after this. */
const READ_LIMIT_MS = 120_000;

/**
 * Reads what the server says of a target now. A server that does not answer is asked again until
 * the deadline (milliseconds since the epoch), then the activity's failure is thrown.
 */
export async function readTarget(
  run: Run,
  target: ResolvedTarget,
  activityId: string,
  deadline = Date.now() + READ_LIMIT_MS,
): Promise<Baseline> {
  const reading = await reads.readTarget.executeWithOptions(
    {
      activityId,
      summary: `read ${target.name}`,
      scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()),
    },
    [{ target }],
  );
  const { calls, ...baseline } = reading;
  run.logCalls(null, calls);
  return baseline;
}
