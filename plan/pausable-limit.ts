/**
 * A time limit on what is to begin: while a person holds the run it stands still. Times are
 * milliseconds since the epoch.
 */
export class PausableLimit {
  #deadline: number;
  #heldSince: number | null = null;
  #pauses = 0;

  constructor(deadline: number) {
    this.#deadline = deadline;
  }

  get isHeld(): boolean {
    return this.#heldSince !== null;
  }

  /** How many pauses are over. */
  get pauses(): number {
    return this.#pauses;
  }

  hold(now: number): void {
    this.#heldSince ??= now;
  }

  release(now: number): void {
    if (this.#heldSince === null) return;
    this.#deadline += now - this.#heldSince;
    this.#heldSince = null;
    this.#pauses += 1;
  }

  /** When the time is up, were the pause to end now. */
  deadline(now: number): number {
    return this.#deadline + (this.#heldSince === null ? 0 : now - this.#heldSince);
  }

  isOver(now: number): boolean {
    return now >= this.deadline(now);
  }
}
