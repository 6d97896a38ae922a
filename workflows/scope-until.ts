import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { Run } from './run.js';

/**
 * Works in a scope of its own, which is cancelled when a person stops the run (again) and `isOver` says
 * that this was meant for it; null then.
 */
export async function scopeUntil<T>(
  run: Run,
  isOver: () => boolean,
  work: () => Promise<T>,
): Promise<T | null> {
  const scope = new CancellationScope({ cancellable: true });
  const forget = run.onStop(() => {
    if (isOver()) scope.cancel();
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
