import type { Clock } from './clock.js';

/** A request is never kept back longer than this. */
const LONGEST_DELAY_MS = 5_000;

/** A server that asks for more is asked again after this: one odd answer must not stop a run. */
const LONGEST_HOLD_SECONDS = 300;

/** A request that was not sent, because its turn would come too late. */
export class Held extends Error {
  override readonly name = 'Held';
  /** Until a request may be sent, rounded up to whole seconds. */
  readonly seconds: number;
  readonly why: 'rate' | 'server';

  constructor(milliseconds: number, why: 'rate' | 'server') {
    super('the request was held back');
    this.seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
    this.why = why;
  }
}

/**
 * Says when the next request of a client may be sent: no more than so many in a second, and none
 * while a server that said "later" (429, or 503 with Retry-After) is waited for. It only delays.
 */
export class Pace {
  readonly #spacing: number;
  readonly #clock: Clock;
  #nextAt = 0;
  #heldUntil = 0;

  constructor(requestsPerSecond: number | null, clock: Clock) {
    this.#spacing = requestsPerSecond === null ? 0 : 1_000 / requestsPerSecond;
    this.#clock = clock;
  }

  /** No request is sent for so long; a longer hold that is already there stays. */
  hold(seconds: number): void {
    const until = this.#clock.now() + Math.min(seconds, LONGEST_HOLD_SECONDS) * 1_000;
    this.#heldUntil = Math.max(this.#heldUntil, until);
  }

  /**
   * Waits for the turn of one request.
   *
   * @throws Held when that is more than 5 seconds away, or what the signal was aborted with.
   */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    const deadline = this.#clock.now() + LONGEST_DELAY_MS;
    for (;;) {
      const now = this.#clock.now();
      const isServer = this.#heldUntil >= this.#nextAt;
      const at = isServer ? this.#heldUntil : this.#nextAt;
      if (at <= now) break;
      if (at > deadline) throw new Held(at - now, isServer ? 'server' : 'rate');
      await this.#clock.sleep(at - now, signal);
    }
    this.#nextAt = this.#clock.now() + this.#spacing;
  }
}
