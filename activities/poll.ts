import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { ClientError } from '../clients/client-error.js';
import type { FollowProgress } from '../plan/progress.js';
import { Pulse } from './pulse.js';
import { toFailure } from './to-failure.js';

/** Answers in a row that can't be understood before following is given up. */
const MOST_UNDECODABLE = 20;

/** The first polls come quickly: many jobs end within seconds. */
const QUICK_POLLS = 3;
const QUICK_SECONDS = 1;

export interface Poll<T> {
  /** Aborted when this worker stops: waiting ends at once, and goes on with another worker. */
  readonly stopping: AbortSignal;
  readonly step: string;
  readonly everySeconds: number;
  /** Until the next look; missing: quick at first, then `everySeconds`. */
  readonly pauseSeconds?: () => number;
  /** ISO 8601: past it null is given back. */
  readonly until: string;
  /** One look; null: look again later. */
  readonly look: () => Promise<T | null>;
  readonly progress: () => Omit<FollowProgress, 'step' | 'unreachableSince'>;
}

/**
 * Looks again and again until there is a result (null: the limit has passed). A server that does
 * not answer is waited for, and the heartbeat says since when; only a clear refusal ends it.
 */
export async function poll<T>(options: Poll<T>): Promise<T | null> {
  let unreachableSince: string | null = null;
  let undecodable = 0;
  const until = Date.parse(options.until);
  const pulse = new Pulse(() => ({
    step: options.step,
    unreachableSince,
    ...options.progress(),
  }));
  try {
    for (let looks = 1; ; looks++) {
      let pause =
        looks <= QUICK_POLLS ? Math.min(QUICK_SECONDS, options.everySeconds) : options.everySeconds;
      try {
        const found = await options.look();
        pause = options.pauseSeconds?.() ?? pause;
        unreachableSince = null;
        undecodable = 0;
        if (found !== null) return found;
      } catch (error) {
        if (!(error instanceof ClientError) || !isPassing(error)) throw toFailure(error);
        if (error.kind === 'undecodable' && ++undecodable >= MOST_UNDECODABLE) {
          throw toFailure(error);
        }
        unreachableSince ??= new Date().toISOString();
        pause = Math.max(pause, error.retryAfterSeconds ?? 0);
      }
      const left = until - Date.now();
      if (left <= 0) return null;
      pulse.beat();
      await sleepUnlessStopping(Math.min(pause * 1000, left), options.stopping);
    }
  } finally {
    pulse.stop();
  }
}

/** Waits; throws a failure that Temporal repeats elsewhere when this worker begins to stop. */
export async function sleepUnlessStopping(
  milliseconds: number,
  stopping: AbortSignal,
): Promise<void> {
  let wake = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    wake = resolve;
    stopping.addEventListener('abort', wake, { once: true });
  });
  try {
    if (!stopping.aborted) await Promise.race([Context.current().sleep(milliseconds), stopped]);
  } finally {
    stopping.removeEventListener('abort', wake);
  }
  if (!stopping.aborted) return;
  throw ApplicationFailure.create({
    type: 'WorkerStopping',
    message: 'this worker is stopping; another one goes on',
    category: ApplicationFailureCategory.BENIGN,
  });
}

function isPassing(error: ClientError): boolean {
  switch (error.kind) {
    case 'not-sent':
    case 'throttled':
    case 'unclear':
    case 'undecodable':
    case 'session-lost':
      return true;
    case 'refused':
    case 'unauthorized':
    case 'task-lost':
      return false;
  }
}
