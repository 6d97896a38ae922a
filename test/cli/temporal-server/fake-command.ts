import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder for one test; `remove` deletes it with everything in it. */
export interface TestFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeTestFolder(): Promise<TestFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'drillbook-temporal-server-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Writes an executable shell script; it must name other programs by their whole path. */
export async function writeScript(folder: string, name: string, body: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}

/** A `temporal` that knows how to tell its version and nothing else. */
export function fakeTemporal(folder: string, version = '1.5.1'): Promise<string> {
  return writeScript(folder, 'temporal', `echo 'temporal version ${version} (Server 1.29.1)'`);
}

/**
 * A `go` that takes a moment to "build" a fake `temporal` and writes a line per call to `calls`
 * beside itself: its arguments and the environment that matters.
 */
export function fakeGo(folder: string): Promise<string> {
  return writeScript(
    folder,
    'go',
    `echo "$* GOFLAGS=$GOFLAGS GO111MODULE=$GO111MODULE GOOS=$GOOS" >> '${folder}/calls'
/bin/sleep 0.4
printf '#!/bin/sh\\necho temporal version 0.0.0-DEV\\n' > "$GOBIN/temporal"
/bin/chmod 755 "$GOBIN/temporal"`,
  );
}

/** The calls of `fakeGo` in that folder. */
export async function callsOf(folder: string): Promise<readonly string[]> {
  const text = await readFile(path.join(folder, 'calls'), 'utf8');
  return text.trim().split('\n');
}
