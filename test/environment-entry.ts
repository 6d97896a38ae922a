/**
 * What one Jest run needs of Temporal: a server with its database in memory, and the workflows
 * bundled once. Says so in one line of JSON on standard output, and stays until its input ends.
 */
import { DefaultLogger } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findTemporalServer,
  temporalCacheFolder,
} from '../cli/temporal-server/find-temporal-server.js';
import {
  startTemporalServer,
  type TemporalServer,
} from '../cli/temporal-server/start-temporal-server.js';
import { bundleWorkflows } from '../worker/bundle-workflows.js';
import type { TestEnvironmentReport } from './test-environment-report.js';

const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

async function startServer(): Promise<TemporalServer> {
  const found = await findTemporalServer({
    env: process.env,
    cacheFolder: temporalCacheFolder(process.env),
    onProgress: (line) => {
      console.error(line);
    },
  });
  return await startTemporalServer({
    executable: found.path,
    host: '127.0.0.1',
    port: 0,
    uiPort: null,
    databaseFile: null,
    logFile: null,
  });
}

async function bundle(folder: string): Promise<string | null> {
  if (!existsSync(WORKFLOWS)) return null;
  const logger = new DefaultLogger('WARN');
  const root = path.dirname(path.dirname(WORKFLOWS));
  const { code } = await bundleWorkflows({
    root,
    workflowsPath: WORKFLOWS,
    logger,
    hasSourceMap: true,
  });
  const file = path.join(folder, 'workflow-bundle.js');
  await writeFile(file, code);
  return file;
}

const inputEnded = new Promise<void>((resolve) => {
  process.stdin.once('end', resolve).once('error', () => {
    resolve();
  });
  process.stdin.resume();
});

const folder = await mkdtemp(path.join(os.tmpdir(), 'drillbook-test-'));
const [server, workflowBundle] = await Promise.allSettled([startServer(), bundle(folder)]);

const report: TestEnvironmentReport = {
  address: server.status === 'fulfilled' ? server.value.address : null,
  workflowBundle: workflowBundle.status === 'fulfilled' ? workflowBundle.value : null,
  problems: [server, workflowBundle].flatMap((part) =>
    part.status === 'rejected' ? [String(part.reason)] : [],
  ),
};
console.log(JSON.stringify(report));

await inputEnded;
if (server.status === 'fulfilled') await server.value.stop();
await rm(folder, { recursive: true, force: true });
