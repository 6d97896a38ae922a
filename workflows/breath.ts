import { sleep } from '@temporalio/workflow';

/**
 * Temporal gives workflow code 5 s at a time, and what it wants done goes out in one message: so no
 * more than this begin in one go. Each batch costs up to a second, for timers are no finer.
 */
const MOST_AT_ONCE = 100;

/** Lets many things begin a batch at a time, each batch in a workflow task of its own. */
export class Breath {
  readonly #what: string;
  #begun = 0;
  #pause: Promise<void> | null = null;

  /** `what` is for people, in the history. */
  constructor(what: string) {
    this.#what = what;
  }

  /** Comes back when it is this caller's turn to begin something. */
  async turn(): Promise<void> {
    while (this.#begun >= MOST_AT_ONCE) {
      this.#pause ??= this.#rest();
      await this.#pause;
    }
    this.#begun += 1;
  }

  async #rest(): Promise<void> {
    await sleep(1, { summary: this.#what });
    this.#begun = 0;
    this.#pause = null;
  }
}
