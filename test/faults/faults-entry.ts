/**
 * `npm run test:faults -- --runs N --seed S`: drawn faults on every mutating call, against a real
 * Temporal server and the simulator's own count. Exit code 1 when anything is wrong.
 */
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import {
  findTemporalServer,
  temporalCacheFolder,
} from '../../cli/temporal-server/find-temporal-server.js';
import { startTemporalServer } from '../../cli/temporal-server/start-temporal-server.js';
import { faultCases } from './fault-case.js';
import { playCases } from './play-cases.js';
import { figuresOf, tellVerdicts } from './tell-verdicts.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Plays the one case of this number alone, to look at it. */
    only: { type: 'string' },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  console.error('--runs takes a whole number of 1 or more, --seed a whole number');
  process.exit(3);
}

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
console.log(`${runs} runs, seed ${seed}`);
let done = 0;
const cases = faultCases(runs, seed).filter(
  ({ number }) => values.only === undefined || number === Number(values.only),
);
if (values.only !== undefined) {
  for (const { faults, scenario } of cases)
    console.log(JSON.stringify({ faults, scenario }, null, 2));
}
const verdicts = await playCases(cases, () => {
  done += 1;
  if (done % 100 === 0) console.error(`${done} of ${cases.length}`);
});
console.log(tellVerdicts(verdicts));
await server.stop();
const { doubleStarts, needlessUnknown, falseSuccess, lost } = figuresOf(verdicts);
process.exit(doubleStarts + needlessUnknown + falseSuccess + lost === 0 ? 0 : 1);
