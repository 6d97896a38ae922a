import type { Clock } from '../clock.js';

/** Waits of real time that end early when the simulator is closed. */
export class Delays {
  readonly #clock: Clock;
  readonly #pending = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True after the time; false when the simulator was closed before. */
  async wait(seconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(seconds * 1000, () => {
        this.#pending.delete(giveUp);
        resolve(true);
      });
      const giveUp = (): void => {
        cancel();
        resolve(false);
      };
      this.#pending.add(giveUp);
    });
  }

  close(): void {
    for (const giveUp of this.#pending) giveUp();
    this.#pending.clear();
  }
}
