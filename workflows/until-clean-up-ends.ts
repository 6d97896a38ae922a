import { patched } from '@temporalio/workflow';
import type { Run } from './run.js';
import { scopeUntil } from './scope-until.js';

/** A person aborted again: clean-up ends, what is left is said. */
export function isCleanUpEnded(run: Run): boolean {
  return run.abortCount > run.abortsBeforeCleanUp;
}

/**
 * Follows a job in a scope that ends when a person ends the clean-up; null then. What is on its way to
 * a server is never in here.
 */
export async function untilCleanUpEnds<T>(run: Run, follow: () => Promise<T>): Promise<T | null> {
  return scopeUntil(run, () => isCleanUpEnded(run) && isEndedAtOnce(), follow);
}

/** Older versions followed to the time limit of the clean-up: their histories must still replay. */
export function isEndedAtOnce(): boolean {
  return patched('clean-up-ends-at-once');
}
