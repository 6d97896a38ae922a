import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export interface WatchTimes {
  readonly everyMs: number;
  /** An answer that takes longer is none. */
  readonly answerMs: number;
  /** So old may the question be that was answered last. */
  readonly freshMs: number;
}

const TIMES: WatchTimes = { everyMs: 5_000, answerMs: 3_000, freshMs: 15_000 };

/**
 * Whether Temporal still answers: a worker asks for tasks again and again, and calls itself running
 * however long nobody answers.
 */
export class TemporalWatch {
  readonly #ask: (deadline: Date) => Promise<unknown>;
  readonly #times: WatchTimes;
  /** At the beginning a connection has just been made. */
  #answered = performance.now();

  constructor(ask: (deadline: Date) => Promise<unknown>, times = TIMES) {
    this.#ask = ask;
    this.#times = times;
  }

  get isAnswering(): boolean {
    return performance.now() - this.#answered <= this.#times.freshMs;
  }

  /** Asks until told to stop. */
  async watch(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const asked = performance.now();
      try {
        await this.#ask(new Date(Date.now() + this.#times.answerMs));
        this.#answered = asked;
      } catch {
        // What is wrong the worker's own questions say, in the log.
      }
      await sleep(this.#times.everyMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}
