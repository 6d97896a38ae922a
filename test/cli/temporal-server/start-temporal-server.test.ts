import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  findTemporalServer,
  temporalCacheFolder,
} from '../../../cli/temporal-server/find-temporal-server.js';
import { pidFileOf } from '../../../cli/temporal-server/pid-file.js';
import { answersOn } from '../../../cli/temporal-server/ports.js';
import { setRetention } from '../../../cli/temporal-server/retention.js';
import {
  startTemporalServer,
  type StartOptions,
  type TemporalServer,
} from '../../../cli/temporal-server/start-temporal-server.js';
import { isAlive } from '../../../cli/temporal-server/this-process.js';
import { makeTestFolder, writeScript, type TestFolder } from './fake-command.js';

const DEV_ENTRY = fileURLToPath(new URL('./dev-for-tests-entry.ts', import.meta.url));

let executable: string;
let folder: TestFolder;
let started: TemporalServer[];
let processes: ChildProcess[];

beforeAll(async () => {
  const found = await findTemporalServer({
    env: process.env,
    cacheFolder: temporalCacheFolder(process.env),
    onProgress: (line) => {
      console.error(line);
    },
  });
  executable = found.path;
}, 600_000);

beforeEach(async () => {
  folder = await makeTestFolder();
  started = [];
  processes = [];
});

afterEach(async () => {
  for (const child of processes) child.kill('SIGKILL');
  await Promise.all(started.map((server) => server.stop()));
  await folder.remove();
});

async function start(overrides: Partial<StartOptions> = {}): Promise<TemporalServer> {
  const server = await startTemporalServer({
    executable,
    host: '127.0.0.1',
    port: 0,
    uiPort: null,
    databaseFile: null,
    logFile: null,
    ...overrides,
  });
  started.push(server);
  return server;
}

function databaseFile(): string {
  return path.join(folder.path, 'data', 'dev.sqlite');
}

function portOf(server: { readonly address: string }): number {
  return Number(server.address.split(':')[1]);
}

/** Waits until it holds; the test's own time limit ends the waiting. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(20);
}

interface Dev {
  readonly child: ChildProcess;
  readonly address: string;
  readonly pid: number;
}

/** A process that runs a server and can be killed. */
async function startDev(database: string): Promise<Dev> {
  const child = spawn(process.execPath, ['--import', 'tsx', DEV_ENTRY, executable, database], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { address: string; pid: number }) };
}

async function processGroupOf(pid: number): Promise<number> {
  const ps = spawn('ps', ['-o', 'pgid=', '-p', String(pid)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: ps.stdout }), 'line')) as [string];
  return Number(line);
}

async function retentionSeconds(address: string): Promise<number> {
  const connection = await Connection.connect({ address });
  const found = await connection.workflowService.describeNamespace({ namespace: 'default' });
  await connection.close();
  return Number(found.config?.workflowExecutionRetentionTtl?.seconds);
}

describe('startTemporalServer', () => {
  it('answers as soon as it is started', async () => {
    const server = await start();

    const connection = await Connection.connect({ address: server.address });

    await connection.close();
    expect(server.uiAddress).toBeNull();
  });

  it('frees its port when it is stopped', async () => {
    const server = await start();

    await server.stop();

    expect(await answersOn('127.0.0.1', portOf(server))).toBe(false);
  });

  it('may be stopped twice', async () => {
    const server = await start();
    await server.stop();

    await server.stop();

    expect(isAlive(server.pid)).toBe(false);
  });

  it('says how the server ended when it ends by itself', async () => {
    const server = await start();

    process.kill(server.pid, 'SIGKILL');

    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('serves the web pages when it is given a port for them', async () => {
    const server = await start({ uiPort: 0 });

    const uiPort = Number(new URL(server.uiAddress ?? '').port);
    await until(() => answersOn('127.0.0.1', uiPort));

    expect(uiPort).toBeGreaterThan(0);
  });

  it('makes a namespace besides the default one', async () => {
    const server = await start({ namespace: 'dr-site' });

    const result = await setRetention(server.address, 'dr-site', 90);

    expect(result).toEqual({ kind: 'set' });
  });

  it('keeps what was stored when it is started again on the same file', async () => {
    const first = await start({ databaseFile: databaseFile() });
    await setRetention(first.address, 'default', 90);
    await first.stop();

    const second = await start({ databaseFile: databaseFile() });

    expect(await retentionSeconds(second.address)).toBe(90 * 86_400);
  });

  it("makes the database's folder for its owner alone", async () => {
    await start({ databaseFile: databaseFile() });

    const made = await stat(path.dirname(databaseFile()));

    expect(made.mode & 0o777).toBe(0o700);
  });

  it('appends what the server writes to the log file', async () => {
    const logFile = path.join(folder.path, 'logs', 'server.log');
    const server = await start({ logFile });

    // It comes in pieces, of which the first does not name the port.
    const port = String(portOf(server));
    await until(
      async () => existsSync(logFile) && (await readFile(logFile, 'utf8')).includes(port),
    );

    expect(await readFile(logFile, 'utf8')).toContain(port);
  });

  it('refuses a port that is in use before it starts anything', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as net.AddressInfo;

    const starting = start({ port, executable: '/nowhere/temporal' });

    await expect(starting).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use, perhaps by another \`drillbook dev\`; choose another with --port`,
    );
    other.close();
  });

  it('refuses a database file that is something else, and leaves it as it is', async () => {
    const file = path.join(folder.path, 'notes.txt');
    await writeFile(file, 'call the network team first');

    const starting = start({ databaseFile: file });

    await expect(starting).rejects.toThrow(
      `${file} is not a SQLite database (it begins with "call the network"); choose another file with --db`,
    );
    expect(await readFile(file, 'utf8')).toBe('call the network team first');
  });

  it('tells the last words of a server that ends at once', async () => {
    const broken = await writeScript(folder.path, 'temporal', 'echo no space left; exit 4');

    const starting = start({ executable: broken });

    await expect(starting).rejects.toThrow(/it ended before it answered; it said:\n {2}no space/);
  });

  it('tries again when somebody took a port that it had chosen', async () => {
    const once = path.join(folder.path, 'tried');
    const loser = await writeScript(
      folder.path,
      'temporal',
      `if [ -e '${once}' ]; then exec '${executable}' "$@"; fi
echo > '${once}'
echo 'listen tcp 127.0.0.1:40471: bind: address already in use' >&2; exit 1`,
    );

    const server = await start({ executable: loser });

    expect(await answersOn('127.0.0.1', portOf(server))).toBe(true);
  });

  it('tries again when the server crashed while it started', async () => {
    const once = path.join(folder.path, 'crashed');
    const crashing = await writeScript(
      folder.path,
      'temporal',
      `if [ -e '${once}' ]; then exec '${executable}' "$@"; fi
echo > '${once}'
echo 'panic: runtime error: invalid memory address' >&2; exit 2`,
    );

    const server = await start({ executable: crashing });

    expect(await answersOn('127.0.0.1', portOf(server))).toBe(true);
  });

  it('says why a server crashes, not where its trace ends', async () => {
    const crashing = await writeScript(
      folder.path,
      'temporal',
      `echo 'panic: no such shard' >&2; for i in 1 2 3 4 5 6 7 8 9; do echo "goroutine $i" >&2; done; exit 2`,
    );

    const starting = start({ executable: crashing });

    await expect(starting).rejects.toThrow(/it said:\n {2}panic: no such shard\n {2}goroutine 1/);
  });

  it('gives up when the ports that it chooses are taken again and again', async () => {
    const calls = path.join(folder.path, 'calls');
    const loser = await writeScript(
      folder.path,
      'temporal',
      `echo call >> '${calls}'
echo 'listen tcp 127.0.0.1:40471: bind: address already in use' >&2; exit 1`,
    );

    await expect(start({ executable: loser })).rejects.toThrow(/address already in use/);

    expect(await readFile(calls, 'utf8')).toBe('call\n'.repeat(3));
  });

  it('says which executable cannot be started', async () => {
    const starting = start({ executable: '/nowhere/temporal' });

    await expect(starting).rejects.toThrow(
      /\(\/nowhere\/temporal\) could not be started: .*ENOENT/,
    );
  });
});

describe('Ctrl-C', () => {
  it('does not reach the server, which is in a process group of its own', async () => {
    const server = await start();

    const groups = await Promise.all([processGroupOf(server.pid), processGroupOf(process.pid)]);

    expect(groups[0]).not.toBe(groups[1]);
  });
});

describe('a server whose starter is killed', () => {
  it('ends, and frees its port', async () => {
    const dev = await startDev(databaseFile());

    dev.child.kill('SIGKILL');

    await until(() => !isAlive(dev.pid));
    expect(await answersOn('127.0.0.1', portOf(dev))).toBe(false);
  });

  it('leaves a database on which the next one starts', async () => {
    const dev = await startDev(databaseFile());
    await setRetention(dev.address, 'default', 90);
    dev.child.kill('SIGKILL');

    const next = await start({ databaseFile: databaseFile() });

    expect(await retentionSeconds(next.address)).toBe(90 * 86_400);
    expect(isAlive(dev.pid)).toBe(false);
  });

  it('is ended by the next one when its supervisor was killed as well', async () => {
    const file = databaseFile();
    const left = await leaveServerBehind(file);

    await start({ databaseFile: file });

    expect(isAlive(left)).toBe(false);
  });

  it('is not taken for a process that only has the same id', async () => {
    const file = databaseFile();
    const bystander = spawn('/bin/sleep', ['60']);
    processes.push(bystander);
    await start({ databaseFile: file }).then((server) => server.stop());
    await writeFile(pidFileOf(file), JSON.stringify({ server: bystander.pid, owner: 999_999 }));

    await start({ databaseFile: file });

    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });
});

describe('a database that another living process serves', () => {
  it('is refused', async () => {
    const dev = await startDev(databaseFile());

    const starting = start({ databaseFile: databaseFile() });

    await expect(starting).rejects.toThrow(
      `is in use by another \`drillbook dev\` (process ${String(dev.child.pid)})`,
    );
  });
});

describe('setRetention', () => {
  it('says why it could not, and does not throw', async () => {
    const server = await start();

    const result = await setRetention(server.address, 'no-such-namespace', 90);

    expect(result).toMatchObject({ kind: 'not-set', reason: expect.stringContaining('not found') });
  });
});

/** A server on this database with neither starter nor supervisor, as after a crash of both. */
async function leaveServerBehind(file: string): Promise<number> {
  const server = await start({ databaseFile: file });
  await server.stop();
  const port = String(portOf(server));
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', port];
  const orphan = spawn(executable, [...args, '--db-filename', file, '--log-level', 'error']);
  processes.push(orphan);
  const pid = orphan.pid ?? 0;
  await until(() => answersOn('127.0.0.1', Number(port)));
  await writeFile(pidFileOf(file), JSON.stringify({ server: pid, owner: 999_999 }));
  return pid;
}
