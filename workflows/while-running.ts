import type { Run } from './run.js';
import { scopeUntil } from './scope-until.js';

/**
 * Runs what changes nothing (a check, a wait) in a scope that ends when the run is stopped; null
 * then. Whatever drives a server is never run in here.
 */
export async function whileRunning<T>(run: Run, work: () => Promise<T>): Promise<T | null> {
  if (run.isAlwaysEnded || (run.phase === 'steps' && run.stop !== null)) return null;
  return scopeUntil(run, () => true, work);
}
