import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { withCacheLock } from './cache-lock.js';
import { examine, executableName, findOnPath, isExecutable } from './executable.js';
import { buildWithGo } from './go-build.js';
import { downloadWithSdk } from './sdk-download.js';
import { TemporalServerNotFoundError, type Failures, type ServerOrigin } from './not-found.js';
import type { Attempt, WayOptions } from './way.js';

export { temporalCacheFolder } from './cache-folder.js';

/** An executable that can run `server start-dev`, and where it came from. */
export interface FoundServer {
  readonly path: string;
  readonly origin: ServerOrigin;
  /** What it says about itself, for instance `1.5.1 (Server 1.29.1, UI 2.42.1)`. */
  readonly version: string | null;
}

/** What the finder is told. */
export interface FindOptions extends WayOptions {
  /** The ways to try; all of them by default. Their order is fixed. */
  readonly which?: readonly ServerOrigin[];
}

const ALL_WAYS: readonly ServerOrigin[] = ['path', 'cache', 'sdk-download', 'go-build'];

/**
 * Finds Temporal's server, or gets one: `temporal` on PATH (or the file TEMPORAL_CLI names, and
 * then that one only), the cache folder, the SDK's download, a build with Go. The last two take minutes, once, and are done by one
 * process at a time. Throws `TemporalServerNotFoundError` with the reason of every way.
 */
export async function findTemporalServer(options: FindOptions): Promise<FoundServer> {
  const which = options.which ?? ALL_WAYS;
  const failures: Failures = new Map();
  const named = (options.env['TEMPORAL_CLI'] ?? '') !== '' && which.includes('path');
  const first: readonly ServerOrigin[] = named ? ['path'] : ['path', 'cache'];
  const ready = await tryInOrder(first, which, options, failures);
  if (ready !== null) return ready;
  // Who names a file wants that one, not minutes of building another.
  if (named) throw new TemporalServerNotFoundError(cachedFile(options), failures);
  if (which.includes('sdk-download') || which.includes('go-build')) {
    const made = await make(options, which, failures);
    if (made !== null) return made;
  }
  throw new TemporalServerNotFoundError(cachedFile(options), failures);
}

async function make(
  options: FindOptions,
  which: readonly ServerOrigin[],
  failures: Failures,
): Promise<FoundServer | null> {
  try {
    return await withCacheLock(options.cacheFolder, options.onProgress, async () => {
      await removeLeftovers(options.cacheFolder);
      // Another process may have been faster: look again before doing it over.
      return await tryInOrder(['cache', 'sdk-download', 'go-build'], which, options, failures);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failures.set('cache', `the folder cannot be used: ${reason}`);
    return null;
  }
}

async function tryInOrder(
  ways: readonly ServerOrigin[],
  which: readonly ServerOrigin[],
  options: WayOptions,
  failures: Failures,
): Promise<FoundServer | null> {
  for (const origin of ways) {
    if (!which.includes(origin)) continue;
    const attempt = await tryWay(origin, options);
    if (attempt.kind === 'found') return { path: attempt.path, origin, version: attempt.version };
    failures.set(origin, attempt.reason);
  }
  return null;
}

function tryWay(origin: ServerOrigin, options: WayOptions): Promise<Attempt> {
  switch (origin) {
    case 'path':
      return lookOnPath(options);
    case 'cache':
      return lookInCache(options);
    case 'sdk-download':
      return downloadWithSdk(options);
    case 'go-build':
      return buildWithGo(options);
  }
}

async function lookOnPath(options: WayOptions): Promise<Attempt> {
  const named = options.env['TEMPORAL_CLI'] ?? '';
  const file = named === '' ? await findOnPath('temporal', options.env) : named;
  if (file === null) return { kind: 'failed', reason: 'there is none' };
  const attempt = await asAttempt(file, options);
  if (attempt.kind === 'failed' && named !== '') {
    return { kind: 'failed', reason: `TEMPORAL_CLI names it, but ${attempt.reason}` };
  }
  return attempt;
}

async function lookInCache(options: WayOptions): Promise<Attempt> {
  const file = cachedFile(options);
  if (!(await isExecutable(file))) return { kind: 'failed', reason: 'it is not there' };
  return await asAttempt(file, options);
}

async function asAttempt(file: string, options: WayOptions): Promise<Attempt> {
  const examined = await examine(file, options.env);
  if (examined.kind === 'unusable') return { kind: 'failed', reason: examined.reason };
  return { kind: 'found', path: file, version: examined.version };
}

function cachedFile(options: WayOptions): string {
  return path.join(options.cacheFolder, executableName('temporal'));
}

/** Removes what an interrupted build or download left. Called under the lock: nobody works there. */
async function removeLeftovers(cacheFolder: string): Promise<void> {
  const names = await readdir(cacheFolder);
  const leftovers = names.filter((name) => /^\.(build|download)-/.test(name));
  for (const name of leftovers) {
    await rm(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}
