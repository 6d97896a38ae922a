import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { TEMPORAL_CLI_VERSION } from './cache-folder.js';
import { examine, executableName, findOnPath } from './executable.js';
import { elapsed, every } from './progress.js';
import { runCommand, whyItFailed } from './run-command.js';
import type { Attempt, WayOptions } from './way.js';
import type { Environment } from './this-process.js';

const PACKAGE = `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`;
const LIMIT_MS = 30 * 60_000;

/**
 * Builds Temporal's server with Go into the cache folder (about 3 minutes on 2 cores, 250 MB). The
 * executable appears there at once and whole, or not at all.
 */
export async function buildWithGo(options: WayOptions): Promise<Attempt> {
  const go = await findOnPath('go', options.env);
  if (go === null) return { kind: 'failed', reason: '`go` is not on PATH (https://go.dev/dl)' };
  const workFolder = await mkdtemp(path.join(options.cacheFolder, '.build-'));
  try {
    const failure = await install(go, workFolder, options);
    if (failure !== null) return { kind: 'failed', reason: failure };
    return await adopt(workFolder, options);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function install(
  go: string,
  workFolder: string,
  options: WayOptions,
): Promise<string | null> {
  const startedAt = Date.now();
  let compiled = 0;
  let latest = 'starting';
  const tell = (): void => {
    const state = compiled === 0 ? latest : `${compiled} packages compiled, now ${latest}`;
    options.onProgress(
      `building Temporal's server with Go, this takes about 3 minutes, once (${elapsed(startedAt)} so far; ${state})`,
    );
  };
  tell();
  const stop = every(tell);
  const result = await runCommand({
    command: go,
    args: ['install', '-v', PACKAGE],
    env: goEnvironment(options.env, workFolder),
    cwd: workFolder,
    limitMs: LIMIT_MS,
    onLine: (line) => {
      // With -v, Go prints each package it compiles; its other lines begin with `go: `.
      latest = line.trim();
      if (!latest.startsWith('go: ')) compiled += 1;
    },
  });
  stop();
  return whyItFailed(`go install ${PACKAGE}`, result, '30 minutes');
}

/**
 * The environment of the build: what a user has set for projects of their own must not change it.
 * GOFLAGS is not emptied but set to something harmless, because an empty variable lets the file that
 * `go env -w` writes speak. GOOS and GOARCH go, because with GOBIN Go refuses to cross-compile.
 * GOTOOLCHAIN, GOPROXY, GOPRIVATE and the like stay: they say how to reach the network from here.
 */
function goEnvironment(env: Environment, workFolder: string): Environment {
  return {
    ...env,
    GOOS: undefined,
    GOARCH: undefined,
    GOFLAGS: '-buildvcs=false',
    GO111MODULE: 'on',
    GOWORK: 'off',
    GOBIN: workFolder,
  };
}

async function adopt(workFolder: string, options: WayOptions): Promise<Attempt> {
  const built = path.join(workFolder, executableName('temporal'));
  const examined = await examine(built, options.env);
  if (examined.kind === 'unusable') return { kind: 'failed', reason: examined.reason };
  const file = path.join(options.cacheFolder, executableName('temporal'));
  await rename(built, file);
  return { kind: 'found', path: file, version: examined.version };
}
