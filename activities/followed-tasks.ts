/** A task that nobody has come to follow for this long is given up (its session may end). */
const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

interface Followed {
  readonly token: { done(): void };
  readonly timer: NodeJS.Timeout;
}

/**
 * The tasks that this process's logon sessions have made and that are still to be followed: while
 * there is one, its session is kept warm and not logged off, for with the session the task is lost.
 */
export class FollowedTasks {
  readonly #followed = new Map<string, Followed>();

  keep(logonSession: string, taskId: string, token: { done(): void }): void {
    const key = `${logonSession}/${taskId}`;
    this.end(logonSession, taskId);
    const timer = setTimeout(() => {
      this.end(logonSession, taskId);
    }, GIVEN_UP_AFTER_MS).unref();
    this.#followed.set(key, { token, timer });
  }

  end(logonSession: string, taskId: string): void {
    const key = `${logonSession}/${taskId}`;
    const followed = this.#followed.get(key);
    if (followed === undefined) return;
    this.#followed.delete(key);
    clearTimeout(followed.timer);
    followed.token.done();
  }
}
