import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { TEMPORAL_CLI_VERSION } from './cache-folder.js';
import { examine, executableName } from './executable.js';
import { commandForOwnModule } from './own-module.js';
import { elapsed, every } from './progress.js';
import { runCommand, whyItFailed } from './run-command.js';
import type { Attempt, WayOptions } from './way.js';

/** Without a new byte for this long the network is taken to answer nothing. */
const SILENCE_MS = 60_000;
const LIMIT_MS = 20 * 60_000;
const VERSION = `v${TEMPORAL_CLI_VERSION}`;

/**
 * Gets Temporal's server by the SDK's own download (from temporal.download) into the cache folder.
 * Gives up when nothing arrives for a minute.
 */
export async function downloadWithSdk(options: WayOptions): Promise<Attempt> {
  const folder = await mkdtemp(path.join(options.cacheFolder, '.download-'));
  try {
    const failure = await download(folder, options);
    // The SDK's name for it: sdk-core, ephemeral_server/mod.rs (1.24).
    const file = path.join(folder, executableName(`temporal-${VERSION}`));
    const examined = await examine(file, options.env);
    if (examined.kind === 'unusable') {
      return { kind: 'failed', reason: failure ?? examined.reason };
    }
    const target = path.join(options.cacheFolder, executableName('temporal'));
    await rename(file, target);
    return { kind: 'found', path: target, version: examined.version };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(folder: string, options: WayOptions): Promise<string | null> {
  const startedAt = Date.now();
  const silence = new AbortController();
  let bytes = 0;
  let grownAt = startedAt;
  const watch = async (): Promise<void> => {
    const size = await sizeOf(folder);
    if (size > bytes) grownAt = Date.now();
    bytes = size;
    if (Date.now() - grownAt >= SILENCE_MS) silence.abort();
    options.onProgress(
      `downloading Temporal's server with the SDK (${elapsed(startedAt)} so far; ${Math.round(bytes / 1e6)} MB)`,
    );
  };
  options.onProgress("downloading Temporal's server with the SDK from temporal.download");
  const stop = every(() => void watch());
  const entry = commandForOwnModule(new URL('./sdk-download-entry.js', import.meta.url), [
    folder,
    VERSION,
  ]);
  const result = await runCommand({
    ...entry,
    env: options.env,
    limitMs: LIMIT_MS,
    signal: silence.signal,
  });
  stop();
  return whyItFailed('the download', result, 'nothing had arrived for 60 s');
}

async function sizeOf(folder: string): Promise<number> {
  try {
    const names = await readdir(folder);
    const sizes = await Promise.all(names.map((name) => stat(path.join(folder, name))));
    return sizes.reduce((sum, file) => sum + file.size, 0);
  } catch {
    return 0; // The file was renamed between listing and looking.
  }
}
