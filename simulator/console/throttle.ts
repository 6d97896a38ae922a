import type { ServerTime } from '../clock.js';
import type { ConsoleSpec } from '../scenario/console-schema.js';

/** Lets so many requests through in so much real time. */
export class Throttle {
  readonly #limit: ConsoleSpec['throttle'];
  readonly #time: ServerTime;
  #taken: readonly number[] = [];
  #refused = 0;

  constructor(limit: ConsoleSpec['throttle'], time: ServerTime) {
    this.#limit = limit;
    this.#time = time;
  }

  /** How many requests were refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /** Null lets the request through; else the seconds to wait. */
  take(): number | null {
    if (this.#limit === undefined) return null;
    const { requests, per, retryAfter } = this.#limit;
    const now = this.#time.now();
    this.#taken = this.#taken.filter((at) => now - at < per);
    if (this.#taken.length >= requests) {
      this.#refused += 1;
      return retryAfter;
    }
    this.#taken = [...this.#taken, now];
    return null;
  }
}
