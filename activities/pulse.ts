import { heartbeat } from '@temporalio/activity';
import type { FollowProgress } from '../plan/progress.js';

const BEAT_MS = 2_000;

/** Well under the heartbeat time-out (30 s): past it another worker may already be at work. */
const FROZEN_AFTER_MS = 15_000;

/** Heartbeats while an activity is at work, and notices when this process stood still. */
export class Pulse {
  #lastBeat = Date.now();
  #longestPause = 0;
  readonly #progress: () => FollowProgress | null;
  readonly #timer: NodeJS.Timeout;

  constructor(progress: () => FollowProgress | null = () => null) {
    this.#progress = progress;
    this.#timer = setInterval(() => {
      this.beat();
    }, BEAT_MS);
    this.beat();
  }

  beat(): void {
    const now = Date.now();
    this.#longestPause = Math.max(this.#longestPause, now - this.#lastBeat);
    this.#lastBeat = now;
    heartbeat(this.#progress());
  }

  /**
   * Whether this process stood still (a suspended machine, a blocked loop) for so long that
   * Temporal may have given the activity up: then nothing may be sent any more.
   */
  get wasFrozen(): boolean {
    return Math.max(this.#longestPause, Date.now() - this.#lastBeat) > FROZEN_AFTER_MS;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
