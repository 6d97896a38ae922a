import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { Run } from './run.js';

/**
 * Runs what changes nothing (a check, a wait) in a scope that ends when the run is stopped; null
 * then. Whatever drives a server is never run in here.
 */
export async function whileRunning<T>(run: Run, work: () => Promise<T>): Promise<T | null> {
  if (run.phase === 'steps' && run.stop !== null) return null;
  const scope = new CancellationScope({ cancellable: true });
  const forget = run.onStop(() => {
    scope.cancel();
  });
  try {
    return await scope.run(work);
  } catch (error) {
    if (isCancellation(error) && scope.consideredCancelled) return null;
    throw error;
  } finally {
    forget();
  }
}
