import { CancellationScope, isCancellation, patched } from '@temporalio/workflow';
import type { Run } from './run.js';

/** A person aborted again: clean-up ends, what is left is said. */
export function isCleanUpEnded(run: Run): boolean {
  return run.abortCount > run.abortsBeforeCleanUp;
}

/**
 * Follows a job in a scope that ends when a person ends the clean-up; null then. What is on its way to
 * a server is never in here.
 */
export async function untilCleanUpEnds<T>(run: Run, follow: () => Promise<T>): Promise<T | null> {
  const scope = new CancellationScope({ cancellable: true });
  const forget = run.onStop(() => {
    if (isCleanUpEnded(run) && isEndedAtOnce()) scope.cancel();
  });
  try {
    return await scope.run(follow);
  } catch (error) {
    if (isCancellation(error) && scope.consideredCancelled) return null;
    throw error;
  } finally {
    forget();
  }
}

/** Older versions followed to the time limit of the clean-up: their histories must still replay. */
export function isEndedAtOnce(): boolean {
  return patched('clean-up-ends-at-once');
}
