import { setTimeout as delay } from 'node:timers/promises';

/** Time as a limiter needs it; milliseconds that only go forward. */
export interface Clock {
  now(): number;
  /** @throws what the signal was aborted with. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** This process's clock. */
export const processClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
};
