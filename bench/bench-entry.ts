/**
 * `npm run bench -- [--rounds N] [--machines 10,100,1000] [--json FILE]`: what the budgets speak of,
 * on this machine. Figures are printed, never judged: machines differ.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  findTemporalServer,
  temporalCacheFolder,
} from '../cli/temporal-server/find-temporal-server.js';
import { startTemporalServer } from '../cli/temporal-server/start-temporal-server.js';
import { spreadOf, tellSpread } from './figures.js';
import { compare, tellComparisons, type Comparison } from './overhead.js';
import { checkFromTheShell, compiling, workerPolls } from './startup.js';
import type { WorkKind } from './work.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    machines: { type: 'string', default: '10,100,1000' },
    kinds: { type: 'string', default: 'plan,replicas' },
    json: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const sizes = values.machines.split(',').map(Number);
const POLL_SECONDS = 1;

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
const check = spreadOf(checkFromTheShell(7));
const compile5000 = spreadOf(compiling(5000, 5));
const polls = spreadOf([await workerPolls(server.address)]);
console.log(`check of the demo's runbook from the shell   ${tellSpread(check, 0)} ms`);
console.log(`compiling 5,000 steps                        ${tellSpread(compile5000, 0)} ms`);
console.log(`a worker, from the shell until it polls      ${tellSpread(polls, 0)} ms`);

const comparisons: Comparison[] = [];
for (const kind of values.kinds.split(',') as WorkKind[]) {
  for (const machines of sizes) {
    console.error(`${kind} of ${machines}, ${rounds} rounds of each`);
    const work = { kind, machines, pollSeconds: POLL_SECONDS };
    comparisons.push(await compare(work, rounds, server.address));
  }
}
console.log(`\n${tellComparisons(comparisons)}`);
if (values.json !== undefined) {
  const figures = { node: process.version, rounds, check, compile5000, polls, comparisons };
  writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}
await server.stop();
process.exit(0);
