import { Context } from '@temporalio/activity';
import type { Dependencies } from './dependencies.js';
import type { Pulse } from './pulse.js';

/**
 * The last moment to hold back: when Temporal has given this activity up (or may have), another
 * look-up may be at its end and a person may have sent it again; a stopping worker would not be
 * there to look for a lost answer.
 */
export function whyNotToSend(dependencies: Dependencies, pulse: Pulse): string | null {
  if (Context.current().cancellationSignal.aborted) return 'this activity was given up meanwhile';
  if (dependencies.stopping.aborted) return 'this worker is stopping';
  return pulse.wasFrozen ? 'this worker stood still before sending' : null;
}
