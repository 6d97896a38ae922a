import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../cli/run-cli.js';
import { fakeIo } from '../fake-io.js';

const GOOD = `apiVersion: drillbook/v1
id: erp
targets:
  db: { connection: em, cloudFailoverPlan: ERP databases }
inputs:
  ticket: { type: string, required: true }
steps:
  - id: go
    failover: db
`;

const BAD = `apiVersion: drillbook/v1
id: erp
steps:
  - id: go
    failovr: db
`;

const LIVE = GOOD.replace('id: erp\n', 'id: erp\nmodes: [live]\n');

const SILENCED = LIVE.replace(
  '    failover: db',
  '    # drillbook-disable-next-line failover-unchecked, failover-unfenced somebody looks\n    failover: db',
);

/** Calls back with a folder that holds good.yaml, bad.yaml, live.yaml and silenced.yaml, and removes it after. */
async function inRunbookFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'drillbook-test-'));
  try {
    await writeFile(join(folder, 'good.yaml'), GOOD);
    await writeFile(join(folder, 'bad.yaml'), BAD);
    await writeFile(join(folder, 'live.yaml'), LIVE);
    await writeFile(join(folder, 'silenced.yaml'), SILENCED);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Options = Parameters<typeof fakeIo>[0] & {
  /** More files of the folder. */
  readonly files?: Readonly<Record<string, string>>;
};

/** Runs a command line in a folder with good.yaml, bad.yaml, live.yaml and silenced.yaml. */
export async function runIn(argv: string[], { files = {}, ...options }: Options = {}) {
  return await inRunbookFolder(files, async (cwd) => {
    const io = fakeIo({ ...options, cwd });
    const exitCode = await runCli(argv, io);
    const entries = await readdir(cwd, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    const texts = names.map(async (name) => [name, await readFile(join(cwd, name), 'utf8')]);
    const after = Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
    return { exitCode, io, after };
  });
}
