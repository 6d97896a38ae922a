import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseScenario } from '../simulator/scenario/parse-scenario.js';
import { startSimulator } from '../simulator/start-simulator.js';
import { spreadOf, tellSpread, type Spread } from './figures.js';
import type { Measured } from './measure-entry.js';
import { watchServer } from './watch-server.js';
import { scenarioOf, type Engine, type Work } from './work.js';

const run = promisify(execFile);
const entry = fileURLToPath(new URL('measure-entry.ts', import.meta.url));
const bundle = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

/** One round of one engine. */
interface Round {
  readonly wallMs: number;
  readonly eventsPerMachine: number;
  readonly mostEvents: number;
  readonly requestsPerInterval: number | null;
  readonly noticedMs: number;
  readonly rssMegabytes: number;
}

/** Both engines over the rounds, and Drillbook's wall time as a ratio to the work by hand. */
export interface Comparison {
  readonly work: Work;
  readonly wallRatio: Spread | null;
  readonly drillbook: Readonly<Record<keyof Round, Spread | null>>;
  readonly byHand: Readonly<Record<keyof Round, Spread | null>>;
}

/** Does a piece of work with both engines, turn by turn, against servers of its own each time. */
export async function compare(work: Work, rounds: number, address: string): Promise<Comparison> {
  const own: Round[] = [];
  const byHand: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    byHand.push(await measure('by-hand', work, address));
    own.push(await measure('drillbook', work, address));
  }
  const ratios = own.map(({ wallMs }, index) => wallMs / (byHand[index]?.wallMs ?? Number.NaN));
  return { work, wallRatio: spreadOf(ratios), drillbook: spreads(own), byHand: spreads(byHand) };
}

async function measure(engine: Engine, work: Work, address: string): Promise<Round> {
  const simulator = await startSimulator(parseScenario(scenarioOf(work)));
  const watch = watchServer(simulator, work);
  try {
    const order = JSON.stringify({ engine, work, address, managerUrl: simulator.url, bundle });
    const args = ['--import', 'tsx', entry, order];
    const { stdout } = await run(process.execPath, args, { cwd: root, maxBuffer: 64_000_000 });
    const line = stdout.split('\n').findLast((text) => text.startsWith('{')) ?? '{}';
    const measured = JSON.parse(line) as Measured;
    if (measured.succeeded !== work.machines) {
      throw new Error(`${engine}: ${measured.succeeded} of ${work.machines} machines succeeded`);
    }
    const watched = watch.stop();
    const events = measured.events.reduce((sum, count) => sum + count, 0);
    return {
      wallMs: measured.wallMs,
      eventsPerMachine: events / work.machines,
      mostEvents: Math.max(...measured.events),
      requestsPerInterval: watched.requestsPerInterval,
      noticedMs: measured.endedAt - watched.finishedAt,
      rssMegabytes: measured.rssMegabytes,
    };
  } finally {
    watch.stop();
    await simulator.close();
  }
}

function spreads(rounds: readonly Round[]): Comparison['drillbook'] {
  const of = (key: keyof Round): Spread | null =>
    spreadOf(rounds.flatMap((round) => (round[key] === null ? [] : [round[key]])));
  return {
    wallMs: of('wallMs'),
    eventsPerMachine: of('eventsPerMachine'),
    mostEvents: of('mostEvents'),
    requestsPerInterval: of('requestsPerInterval'),
    noticedMs: of('noticedMs'),
    rssMegabytes: of('rssMegabytes'),
  };
}

/** A table as docs/performance.md shows it: medians, with the least and the most in brackets. */
export function tellComparisons(comparisons: readonly Comparison[]): string {
  const head = [
    '| work | wall time, ratio | events per machine | most events in one workflow | requests per interval | noticed after | memory |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  const rows = comparisons.map(({ work, wallRatio, drillbook: own, byHand }) => {
    const both = (key: keyof Round, digits: number): string =>
      `${tellSpread(own[key], digits)}; by hand ${byHand[key]?.median.toFixed(digits) ?? '-'}`;
    return `| ${work.kind} of ${work.machines} | ${tellSpread(wallRatio, 2)} | ${both('eventsPerMachine', 1)} | ${both('mostEvents', 0)} | ${both('requestsPerInterval', 1)} | ${both('noticedMs', 0)} ms | ${both('rssMegabytes', 0)} MB |`;
  });
  return [...head, ...rows].join('\n');
}
