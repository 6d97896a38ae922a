/** How long the server may hear nothing while a task is followed; its own limit is 15 minutes. */
const WARM_AFTER_MS = 5 * 60_000;

const LOOK_EVERY_MS = 30_000;

/**
 * Counts the tasks that are followed, and keeps the logon session warm meanwhile: with the
 * session the server forgets its tasks.
 */
export class TaskWatch {
  readonly #idleMilliseconds: () => number;
  readonly #warm: () => Promise<void>;
  #count = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(idleMilliseconds: () => number, warm: () => Promise<void>) {
    this.#idleMilliseconds = idleMilliseconds;
    this.#warm = warm;
  }

  get isFollowing(): boolean {
    return this.#count > 0;
  }

  /** Begins to follow a task; `done` ends it, once, however often it is called. */
  follow(): { done(): void } {
    let isDone = false;
    this.#count += 1;
    this.#timer ??= this.#start();

    return {
      done: () => {
        if (isDone) return;
        isDone = true;
        this.#count -= 1;
        if (this.#count === 0) this.stop();
      },
    };
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #start(): NodeJS.Timeout {
    const timer = setInterval(() => {
      if (this.#idleMilliseconds() >= WARM_AFTER_MS) void this.#warm();
    }, LOOK_EVERY_MS);

    return timer.unref();
  }
}
