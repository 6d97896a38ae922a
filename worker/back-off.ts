/** When what has failed is tried again: after a pause that doubles each time, up to the longest. */
export class BackOff {
  readonly #first: number;
  readonly #longest: number;
  readonly #pauses = new Map<string, { readonly pause: number; readonly until: number }>();

  /** In milliseconds. */
  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
  }

  isDue(key: string, now: number): boolean {
    return now >= (this.#pauses.get(key)?.until ?? now);
  }

  failed(key: string, now: number): void {
    const last = this.#pauses.get(key)?.pause;
    const pause = last === undefined ? this.#first : Math.min(this.#longest, last * 2);
    this.#pauses.set(key, { pause, until: now + pause });
  }

  forget(key: string): void {
    this.#pauses.delete(key);
  }
}
