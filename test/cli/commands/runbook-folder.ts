import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

/** Calls back with a folder that holds good.yaml, bad.yaml and live.yaml, and removes it after. */
async function inRunbookFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'drillbook-test-'));
  try {
    await writeFile(join(folder, 'good.yaml'), GOOD);
    await writeFile(join(folder, 'bad.yaml'), BAD);
    await writeFile(join(folder, 'live.yaml'), LIVE);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs a command line in a folder with good.yaml, bad.yaml and live.yaml. */
export async function runIn(argv: string[], options: Parameters<typeof fakeIo>[0] = {}) {
  return await inRunbookFolder(async (cwd) => {
    const io = fakeIo({ ...options, cwd });
    return { exitCode: await runCli(argv, io), io };
  });
}
