/**
 * Measures what the budgets speak of, on this machine: `npm run bench`. Figures are printed, never
 * judged: machines differ.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { compile } from '../../compiler/compile.js';
import {
  findTemporalServer,
  temporalCacheFolder,
} from '../../cli/temporal-server/find-temporal-server.js';
import { startTemporalServer } from '../../cli/temporal-server/start-temporal-server.js';
import { openLab, scenario } from '../workflows/lab.js';
import { failover, planOf } from '../workflows/plans.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const demo = fileURLToPath(new URL('../../runbooks/demo-drill.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drillbook-bench-'));

/** The median of some runs, in milliseconds. */
function median(runs: number, work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  }).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? NaN;
}

function say(what: string, value: string): void {
  console.log(`${what.padEnd(58)} ${value}`);
}

function milliseconds(value: number): string {
  return `${Math.round(value)} ms`;
}

function manySteps(count: number): string {
  const steps = Array.from({ length: count }, (_, index) => `  - { id: s${index}, wait: 1s }`);
  return ['apiVersion: drillbook/v1', 'id: big', 'title: Big', 'steps:', ...steps, ''].join('\n');
}

async function workerPolls(address: string): Promise<number> {
  const config = join(folder, 'temporal.config.yaml');
  writeFileSync(config, `temporal: { address: ${address} }\n`);
  const from = performance.now();
  const child = spawn(process.execPath, [main, 'worker', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const polled = await new Promise<number>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      if (/polling|ready/i.test(chunk.toString())) resolve(performance.now() - from);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => {
      reject(new Error('the worker ended before it polled'));
    });
  });
  child.removeAllListeners('exit');
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  return polled;
}

async function machines(count: number): Promise<void> {
  const list = Array.from(
    { length: count },
    (_, index) => `      - { name: vm${index}, takes: ${1 + (index % 7)}s }`,
  ).join('\n');
  const lab = await openLab(scenario('', `\n${list}`));
  const from = performance.now();
  const run = await lab.start(
    planOf('live', [failover('databases', 'start', { timeoutSeconds: 600, pollSeconds: 1 })]),
  );
  const record = await run.ended();
  const wall = performance.now() - from;
  const { events } = await run.handle.fetchHistory();
  const bytes = JSON.stringify(record).length;
  const requests = lab.simulator.truth().requests;
  const polls = Object.entries(requests).find(([path]) => /failoverSessions\/\{?/.test(path));
  say(
    `run of ${count} machines: ${record.run.outcome ?? '?'}`,
    `${milliseconds(wall)}, ${events?.length ?? 0} events, session read ${polls?.[1] ?? 0} times, record ${Math.round(bytes / 1024)} KB`,
  );
  await lab.close();
}

say(
  'check of the demo runbook from the shell (median of 7)',
  milliseconds(
    median(7, () => execFileSync(process.execPath, [main, 'check', demo], { stdio: 'ignore' })),
  ),
);
const source = manySteps(5000);
say(
  'compile of 5,000 steps (median of 5)',
  milliseconds(
    median(5, () => {
      compile(source, { file: 'big.yaml', mode: 'live' });
    }),
  ),
);

const found = await findTemporalServer({
  env: process.env,
  cacheFolder: temporalCacheFolder(process.env),
  onProgress: (line) => {
    console.error(line);
  },
});
const server = await startTemporalServer({
  executable: found.path,
  host: '127.0.0.1',
  port: 0,
  uiPort: null,
  databaseFile: null,
  logFile: null,
});
process.env['DRILLBOOK_TEST_TEMPORAL_ADDRESS'] = server.address;
process.env['DRILLBOOK_TEST_WORKFLOW_BUNDLE'] = fileURLToPath(
  new URL('../../dist/workflow-bundle.js', import.meta.url),
);
say(
  'worker from dist, from the shell until it polls',
  milliseconds(await workerPolls(server.address)),
);
for (const count of [1, 100, 1000]) await machines(count);
await server.stop();
process.exit(0);
