/**
 * Sends whose task was never seen, per logon session. Such a task may still appear late; the next
 * send of the same operation in that session must not take it for its own.
 */
export class UntracedSends {
  readonly #sends = new Set<string>();

  add(logonSession: string, operation: string): void {
    this.#sends.add(`${logonSession} ${operation}`);
  }

  has(logonSession: string, operation: string): boolean {
    return this.#sends.has(`${logonSession} ${operation}`);
  }
}
