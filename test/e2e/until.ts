import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
const LIMIT_MS = 120_000;

/**
 * Waits until `look` gives something else than null, false or undefined, and gives that. Throws
 * after 2 min (or `limitMs`) with what was awaited.
 */
export async function until<T>(
  awaited: string,
  look: () => T | Promise<T>,
  limitMs = LIMIT_MS,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) {
      return found as NonNullable<Exclude<T, false>>;
    }
    if (Date.now() > deadline) throw new Error(`waited ${limitMs / 1000} s in vain: ${awaited}`);
    await delay(LOOK_EVERY_MS);
  }
}
