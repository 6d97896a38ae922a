import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import lockfile from 'proper-lockfile';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = path.join(ROOT, 'dist', 'cli', 'main.js');

/** The last file that a build writes: when it is there, dist/ is whole. */
const LAST_BUILT = path.join(ROOT, 'dist', 'workflow-bundle.js.sha256');

const COMPILED_FOLDERS = [
  ...['plan', 'compiler', 'workflows', 'activities', 'clients', 'config', 'worker', 'cli'],
  ...['report', 'simulator'],
];

/**
 * The built command, as a user has it: `dist/cli/main.js`. Built first when a source is newer than
 * dist/, by one process at a time. Throws with the compiler's words when the build fails.
 */
export async function builtCommand(): Promise<string> {
  const name = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
  const release = await lockfile.lock(ROOT, {
    lockfilePath: path.join(tmpdir(), `drillbook-e2e-build-${name}.lock`),
    retries: { retries: 600, factor: 1, minTimeout: 500, maxTimeout: 500 },
  });
  try {
    if (await isStale()) {
      await promisify(execFile)(process.execPath, [path.join(ROOT, 'scripts', 'build.mjs')], {
        cwd: ROOT,
        // Jest's options are not for the build.
        env: { ...process.env, NODE_OPTIONS: '' },
      });
    }
    return COMMAND;
  } finally {
    await release();
  }
}

async function isStale(): Promise<boolean> {
  const built = await stat(LAST_BUILT).catch(() => null);
  if (built === null) return true;
  const newest = await Promise.all(COMPILED_FOLDERS.map((folder) => newestSource(folder)));
  return Math.max(...newest) > built.mtimeMs;
}

/** When the newest source below a folder was changed, in milliseconds since the epoch. */
async function newestSource(folder: string): Promise<number> {
  const entries = await readdir(path.join(ROOT, folder), { recursive: true });
  const sources = entries.filter((entry) => entry.endsWith('.ts'));
  const facts = await Promise.all(sources.map((file) => stat(path.join(ROOT, folder, file))));
  return Math.max(0, ...facts.map(({ mtimeMs }) => mtimeMs));
}
