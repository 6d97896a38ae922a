import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { runOfEvidence } from '../../evidence/run-of-evidence.js';
import { keepEvidence } from '../../worker/keep-evidence.js';
import { testWorkflowBundle } from '../test-environment.js';
import { type Lab, openLab, type Started } from '../workflows/lab.js';
import { planOf, wait } from '../workflows/plans.js';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly file?: string;
}

/** Keeps the evidence of a lab's runs as its worker would, and remembers what it logs. */
class Keeping {
  readonly lines: Line[] = [];
  readonly folder: string;
  readonly #stopping = new AbortController();
  readonly #over: Promise<void>;

  constructor(lab: Lab, folder: string, address?: string) {
    this.folder = folder;
    const into = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.lines.push(JSON.parse(chunk.toString('utf8')) as Line);
        done();
      },
    });
    this.#over = keepEvidence({
      config: { ...lab.config, evidence: { folder, key: null } },
      env: {},
      ...(address === undefined ? {} : { address }),
      logger: pino({ level: 'info' }, into),
      stopping: this.#stopping.signal,
      workflowBundlePath: testWorkflowBundle(),
    });
  }

  async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async written(times: number): Promise<void> {
    await this.until(
      () => this.lines.filter(({ msg }) => msg === 'evidence is written').length === times,
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#over;
  }
}

const lab: Record<'plain' | 'quoted', Lab | null> = { plain: null, quoted: null };
let keeping: Keeping | null = null;
let folders = 0;

function labOf(name: keyof typeof lab): Lab {
  const found = lab[name];
  if (found === null) throw new Error('the lab is not open');
  return found;
}

function keep(from: Lab, address?: string): Keeping {
  folders += 1;
  keeping = new Keeping(from, join(from.config.folder, `evidence-${folders}`), address);
  return keeping;
}

async function runOf(from: Lab, id?: string): Promise<Started> {
  const run = await from.start(planOf('drill', [wait('a_moment', '1s')]), {}, id);
  await run.ended();
  return run;
}

async function firstRunId({ handle }: Started): Promise<string> {
  return (await handle.describe()).raw.workflowExecutionInfo?.firstRunId ?? '';
}

beforeAll(async () => {
  lab.plain = await openLab();
  lab.quoted = await openLab(undefined, { taskQueue: `o'q "\\ ${Date.now()}` });
});

afterEach(async () => {
  await keeping?.stop();
});

afterAll(async () => {
  await Promise.all([lab.plain?.close(), lab.quoted?.close()]);
});

describe('the evidence of a run', () => {
  it('does not take the place of what an earlier run of the same id left', async () => {
    const from = labOf('plain');
    const keeper = keep(from);
    const earlier = await runOf(from);
    await keeper.written(1);
    const path = join(keeper.folder, `${earlier.id}.zip`);
    const before = await readFile(path);

    const later = await runOf(from, earlier.id);
    await keeper.written(2);

    const own = join(keeper.folder, `${later.id}.${await firstRunId(later)}.zip`);
    expect(await readFile(path)).toEqual(before);
    expect(runOfEvidence(await readFile(own))).toEqual({
      id: later.id,
      temporalRunId: await firstRunId(later),
    });
    expect(keeper.lines.filter(({ level }) => level >= 40)).toEqual([
      expect.objectContaining({ level: 40, file: own, inTheWay: path }),
    ]);
  });

  it('is written beside a file that has its name and is none', async () => {
    const from = labOf('plain');
    const run = await runOf(from);
    const folder = join(from.config.folder, `evidence-${folders + 1}`);
    await mkdir(folder);
    await writeFile(join(folder, `${run.id}.zip`), '');

    const keeper = keep(from);
    await keeper.until(() => keeper.lines.some(({ level }) => level === 40));

    const own = `${run.id}.${await firstRunId(run)}.zip`;
    expect(await readdir(folder)).toEqual(expect.arrayContaining([`${run.id}.zip`, own]));
    expect(await readFile(join(folder, `${run.id}.zip`), 'utf8')).toBe('');
  });

  it('is kept where the name of the task queue has quotes', async () => {
    const from = labOf('quoted');
    const run = await runOf(from);

    const keeper = keep(from);
    await keeper.written(1);

    expect(await readdir(keeper.folder)).toEqual([`${run.id}.zip`]);
  });
});

describe('a look for runs that have ended', () => {
  it('that fails is told once, and once when it is well again', async () => {
    const from = labOf('plain');
    const proxy = createServer((socket) => {
      const [host = '', port = ''] = from.config.temporal.address.split(':');
      const server = connect(Number(port), host);
      for (const one of [socket, server]) one.on('error', () => undefined);
      socket.pipe(server).pipe(socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    await new Promise((resolve) => proxy.close(resolve));
    const keeper = keep(from, `127.0.0.1:${port}`);

    await keeper.until(() => keeper.lines.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    proxy.listen(port, '127.0.0.1');
    await keeper.until(() => keeper.lines.some(({ level }) => level === 30));
    await keeper.stop();
    proxy.close();

    expect(keeper.lines.filter(({ file }) => file === undefined)).toEqual([
      expect.objectContaining({
        level: 40,
        msg: expect.stringMatching(/^can't look for runs whose evidence is to be kept: /),
      }),
      expect.objectContaining({ level: 30, msg: expect.stringMatching(/found again/) }),
    ]);
  });
});

describe("a run's record", () => {
  it('does not take the place of the record of an earlier run of the same id', async () => {
    const from = labOf('plain');
    const folder = from.config.worker.recordsFolder;
    const earlier = await runOf(from);
    const before = await readFile(join(folder, `${earlier.id}.json`), 'utf8');

    const later = await runOf(from, earlier.id);

    const own = await readFile(join(folder, `${later.id}.${await firstRunId(later)}.json`), 'utf8');
    expect(await readFile(join(folder, `${earlier.id}.json`), 'utf8')).toBe(before);
    expect(JSON.parse(own)).toMatchObject({
      firstRunId: await firstRunId(later),
      record: { run: { id: later.id, outcome: 'succeeded' } },
    });
  });
});
