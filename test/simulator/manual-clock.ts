import type { Clock } from '../../simulator/clock.js';

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

/** A clock that stands still until it is moved; timers go off in their order while it moves. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-03-01T10:00:00Z');
  #timers: Timer[] = [];

  readonly now = (): number => this.#now;

  readonly after = (milliseconds: number, act: () => void): (() => void) => {
    const timer = { at: this.#now + milliseconds, act };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Moves on by so many seconds. */
  advance(seconds: number): void {
    const end = this.#now + seconds * 1000;
    for (let next = this.#nextBy(end); next !== null; next = this.#nextBy(end)) {
      const due = next;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = Math.max(this.#now, due.at);
      due.act();
    }
    this.#now = end;
  }

  /** How many timers wait: for tests of what a delay does before its time. */
  get waiting(): number {
    return this.#timers.length;
  }

  #nextBy(end: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.at <= end && (first === null || timer.at < first.at)) first = timer;
    }
    return first;
  }
}
