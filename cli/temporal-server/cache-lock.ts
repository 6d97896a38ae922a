import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { elapsed, every } from './progress.js';

/** A holder that was killed is noticed after this time; a living one renews its lock in between. */
const STALE_MS = 20_000;
const LOOK_AGAIN_MS = 250;

/**
 * Does `work` while no other process does the same for this folder. Who comes second waits, says so
 * every few seconds, and then does `work` too, which should look first whether it is still needed.
 */
export async function withCacheLock<T>(
  cacheFolder: string,
  onProgress: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  const release = await takeLock(cacheFolder, onProgress);
  try {
    return await work();
  } finally {
    // A lock that somebody removed meanwhile is as good as released.
    await release().catch(() => undefined);
  }
}

async function takeLock(
  cacheFolder: string,
  onProgress: (line: string) => void,
): Promise<() => Promise<void>> {
  const startedAt = Date.now();
  const stop = every(() => {
    const waited = elapsed(startedAt);
    onProgress(`another process gets Temporal's server into ${cacheFolder}; waiting (${waited})`);
  });
  try {
    for (;;) {
      const release = await tryLock(cacheFolder, onProgress);
      if (release !== null) return release;
      await delay(LOOK_AGAIN_MS);
    }
  } finally {
    stop();
  }
}

async function tryLock(
  cacheFolder: string,
  onProgress: (line: string) => void,
): Promise<(() => Promise<void>) | null> {
  try {
    return await lockfile.lock(cacheFolder, {
      lockfilePath: path.join(cacheFolder, '.lock'),
      stale: STALE_MS,
      // The library's own answer is to throw from a timer. Nothing is lost when two work at once:
      // each works in a folder of its own, and the rename at the end is atomic.
      onCompromised: (error) => {
        onProgress(`the lock on ${cacheFolder} was lost (${error.message}); going on`);
      },
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return null;
    throw error;
  }
}
