import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporalCacheFolder } from '../../../cli/temporal-server/cache-folder.js';
import {
  findTemporalServer,
  type FindOptions,
} from '../../../cli/temporal-server/find-temporal-server.js';
import {
  callsOf,
  fakeGo,
  fakeTemporal,
  makeTestFolder,
  writeScript,
  type TestFolder,
} from './fake-command.js';

let folder: TestFolder;
let bin: string;
let cacheFolder: string;
let progress: string[];

beforeEach(async () => {
  folder = await makeTestFolder();
  bin = path.join(folder.path, 'bin');
  cacheFolder = path.join(folder.path, 'cache', '1.5.1');
  progress = [];
});

afterEach(async () => {
  await folder.remove();
});

function options(overrides: Partial<FindOptions> = {}): FindOptions {
  return {
    env: { PATH: bin },
    cacheFolder,
    onProgress: (line) => progress.push(line),
    // The download would really reach for the network.
    which: ['path', 'cache', 'go-build'],
    ...overrides,
  };
}

describe('findTemporalServer', () => {
  it('takes the file TEMPORAL_CLI names before all others', async () => {
    await fakeTemporal(bin, '1.0.0');
    const named = await fakeTemporal(path.join(folder.path, 'named'), '2.0.0');

    const found = await findTemporalServer(options({ env: { PATH: bin, TEMPORAL_CLI: named } }));

    expect(found).toEqual({ path: named, origin: 'path', version: '2.0.0 (Server 1.29.1)' });
  });

  it('refuses to go on when TEMPORAL_CLI names a file that is not there', async () => {
    await fakeTemporal(bin);
    const env = { PATH: bin, TEMPORAL_CLI: '/nowhere/temporal' };

    const finding = findTemporalServer(options({ env }));

    await expect(finding).rejects.toThrow('TEMPORAL_CLI names it, but /nowhere/temporal is not');
  });

  it('takes temporal on PATH before the one in the cache folder', async () => {
    const onPath = await fakeTemporal(bin);
    await fakeTemporal(cacheFolder);

    const found = await findTemporalServer(options());

    expect(found).toMatchObject({ path: onPath, origin: 'path' });
  });

  it('passes over a command of the same name that is something else', async () => {
    await writeScript(bin, 'temporal', 'echo a temporal database, version 3');
    const cached = await fakeTemporal(cacheFolder);

    const found = await findTemporalServer(options());

    expect(found).toMatchObject({ path: cached, origin: 'cache' });
  });

  it('takes the one in the cache folder before building any', async () => {
    await fakeGo(bin);
    const cached = await fakeTemporal(cacheFolder);

    const found = await findTemporalServer(options());

    expect(found).toMatchObject({ path: cached, origin: 'cache' });
  });

  it('builds one with Go into the cache folder when there is none', async () => {
    await fakeGo(bin);

    const found = await findTemporalServer(options());

    const built = path.join(cacheFolder, 'temporal');
    expect(found).toEqual({ path: built, origin: 'go-build', version: '0.0.0-DEV' });
  });

  it('says at once that it builds, and that this takes minutes', async () => {
    await fakeGo(bin);

    await findTemporalServer(options());

    expect(progress[0]).toMatch(/^building Temporal's server with Go, this takes about 3 minutes/);
  });

  it("keeps the user's Go settings for other projects out of the build", async () => {
    await fakeGo(bin);
    const env = { PATH: bin, GOFLAGS: '-mod=vendor', GO111MODULE: 'off', GOOS: 'plan9' };

    await findTemporalServer(options({ env }));

    const [call] = await callsOf(bin);
    expect(call).toMatch(/@v1\.5\.1 GOFLAGS=-buildvcs=false GO111MODULE=on GOOS=$/);
  });

  it('builds once when two look at the same time', async () => {
    await fakeGo(bin);

    const found = await Promise.all([findTemporalServer(options()), findTemporalServer(options())]);

    expect(await callsOf(bin)).toHaveLength(1);
    expect(found.map((each) => each.origin).sort()).toEqual(['cache', 'go-build']);
  });

  it('leaves nothing behind when the build fails half-way', async () => {
    await writeScript(bin, 'go', 'echo half > "$GOBIN/temporal"; echo no space left >&2; exit 1');

    await expect(findTemporalServer(options())).rejects.toThrow();

    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it('removes what a killed build left', async () => {
    await mkdir(path.join(cacheFolder, '.build-killed'), { recursive: true });
    await writeFile(path.join(cacheFolder, '.build-killed', 'temporal'), 'half');
    await fakeGo(bin);

    await findTemporalServer(options());

    expect(await readdir(cacheFolder)).toEqual(['temporal']);
  });

  it('replaces a file in the cache folder that does not run', async () => {
    await writeScript(cacheFolder, 'temporal', 'exit 1');
    await fakeGo(bin);

    const found = await findTemporalServer(options());

    expect(found).toMatchObject({ origin: 'go-build', version: '0.0.0-DEV' });
  });

  it('says what Go said when the build fails', async () => {
    await writeScript(bin, 'go', 'echo "go: proxy.golang.org: no such host" >&2; exit 1');

    const finding = findTemporalServer(options());

    await expect(finding).rejects.toThrow(
      /5\. a build with Go: go install .* ended with code 1: go: proxy.golang.org: no such host/,
    );
  });

  it('names all five ways when none works', async () => {
    const message = await findTemporalServer(options()).catch((error: unknown) => String(error));

    expect(message).toContain('1. a server that runs already: set TEMPORAL_ADDRESS');
    expect(message).toContain('2. the `temporal` command on PATH');
    expect(message).toContain(`3. the same command in the cache folder, as ${cacheFolder}`);
    expect(message).toContain("4. the SDK's download from https://temporal.download: not tried");
    expect(message).toContain('5. a build with Go: `go` is not on PATH');
  });

  it('says so when the cache folder cannot be written', async () => {
    await writeFile(path.join(folder.path, 'file'), '');
    const blocked = path.join(folder.path, 'file', '1.5.1');

    const finding = findTemporalServer(options({ cacheFolder: blocked }));

    await expect(finding).rejects.toThrow(/the folder cannot be used: .*ENOTDIR/);
  });
});

describe('temporalCacheFolder', () => {
  it('lies below XDG_CACHE_HOME', () => {
    const found = temporalCacheFolder({ XDG_CACHE_HOME: '/caches', HOME: '/home/dr' });

    expect(found).toBe('/caches/drillbook/temporal-cli/1.5.1');
  });

  it('ignores a relative XDG_CACHE_HOME', () => {
    const found = temporalCacheFolder({ XDG_CACHE_HOME: 'caches', HOME: '/home/dr' });

    expect(found).toMatch(/^\/home\/dr\/.+\/drillbook\/temporal-cli\/1\.5\.1$/);
  });
});
