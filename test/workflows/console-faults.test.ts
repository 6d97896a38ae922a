import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import type { PlanStep } from '../../plan/plan.js';
import type { RunRecord } from '../../plan/run-record.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import type { Truth } from '../../simulator/control/truth.js';
import type { FaultInput } from '../../simulator/faults/fault.js';
import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../simulator/start-simulator.js';
import { startWorker, type RunningWorker } from '../../worker/start-worker.js';
import { testWorkflowBundle } from '../test-environment.js';
import {
  branches,
  BRANCHES,
  consoleConnection,
  consolePlan,
  consoleScenario,
  KEY,
  update,
} from './console.js';
import { configFor, PASSWORD, runId, startedRun } from './lab.js';
import { failover, runInputOf, undo } from './plans.js';

/**
 * The rule "Once" at the Console, where a request has an id: what the run says, held against how often
 * the simulator really acted.
 */
type Fault = Omit<FaultInput, 'match'> & { kind: FaultInput['kind'] };

/** So many cases are played side by side: a machine that is busy with other things shall keep up. */
const AT_ONCE = 16;

const CALLS = ['start', 'test', 'undo', 'update'] as const;
type Call = (typeof CALLS)[number];

/** How a case ends: the run's outcome (`paused`: a person is asked) and what it was known by. */
interface Ending {
  readonly outcome: string;
  readonly evidence?: string;
  readonly acted: 0 | 1;
}

interface Case {
  readonly call: Call;
  readonly fault: Fault;
  /** Which calls leave a record that can be asked for by the request's id. */
  readonly records: 'withRequestId' | 'asyncOnly';
  readonly ending: Ending;
}

/** Lost before the server acted: nothing can be found, so nobody can tell, and nothing is sent again. */
const BEFORE: readonly Fault[] = [
  { kind: 'dropBefore' },
  { kind: 'status', code: 520 } as Fault,
  { kind: 'status', code: 503 } as Fault,
  { kind: 'html', acted: false } as Fault,
];

/** The server acted, and its answer was lost or spoilt. */
const AFTER: readonly Fault[] = [
  { kind: 'dropAfter' },
  { kind: 'dropMidBody' },
  { kind: 'delayAfter', seconds: 300 } as Fault,
  { kind: 'statusAfter', code: 520 } as Fault,
  { kind: 'html', acted: true } as Fault,
  { kind: 'truncated' },
  { kind: 'malformed' },
  { kind: 'hugeBody' },
];

function cases(): readonly Case[] {
  return CALLS.flatMap((call): readonly Case[] => {
    const good = (evidence: string): Ending => ({ outcome: 'succeeded', evidence, acted: 1 });
    const withId = (fault: Fault, ending: Ending): Case => ({
      call,
      fault,
      records: 'withRequestId',
      ending,
    });
    return [
      ...BEFORE.map((fault) => withId(fault, { outcome: 'paused', acted: 0 })),
      ...AFTER.map((fault) => withId(fault, good('request'))),
      withId({ kind: 'status', code: 429 } as Fault, good('answer')),
      withId({ kind: 'async' }, good('answer')),
      withId({ kind: 'asyncLost' }, good('answer')),
      withId({ kind: 'status', code: 400 } as Fault, refusal(call)),
      withId({ kind: 'errors200', acted: false } as Fault, refusal(call)),
      withId({ kind: 'restart', acted: true } as Fault, byState(call)),
      { call, fault: { kind: 'dropAfter' }, records: 'asyncOnly', ending: byState(call) },
    ];
  });
}

function refusal(call: Call): Ending {
  return { outcome: call === 'test' ? 'failed' : 'paused', acted: 0 };
}

/** The Console knows nothing of the request: what the plan shows is all there is. */
function byState(call: Call): Ending {
  switch (call) {
    case 'start':
      return { outcome: 'succeeded', evidence: 'session', acted: 1 };
    case 'test':
      // A job of the plan is no proof, in a drill, that it is our own.
      return { outcome: 'paused', acted: 1 };
    case 'undo':
    case 'update':
      return { outcome: 'succeeded', evidence: 'state', acted: 1 };
  }
}

interface Played {
  readonly record: RunRecord;
  readonly truth: Truth;
}

describe('Once, against every fault on every mutating call of the Console', () => {
  const all = cases();
  const played = new Map<Case, Promise<Played>>();
  const simulators: RunningSimulator[] = [];
  let worker: RunningWorker;
  let connection: Connection;

  beforeAll(async () => {
    for (const { records } of all) {
      const scenario = consoleScenario(`switches: { actionRecords: ${records} }`);
      simulators.push(await startSimulator(parseScenario(scenario)));
    }
    const config = await configFor({});
    const urls = simulators.map(({ consoleUrl }) => consoleUrl ?? '');
    worker = await startWorker({
      config: {
        ...config,
        connections: new Map(
          urls.map((url, index) => [
            `msp${index}`,
            consoleConnection(`msp${index}`, url, { lagSeconds: 10, requestTimeoutSeconds: 5 }),
          ]),
        ),
      },
      env: { EM_PASSWORD: PASSWORD, CONSOLE_KEY: KEY },
      logger: pino({ level: 'error' }),
      workflowBundlePath: testWorkflowBundle(),
    });
    connection = await Connection.connect({ address: config.temporal.address });
    const client = new Client({ connection });
    const { taskQueue } = config.temporal;
    const lines = Array.from({ length: AT_ONCE }, () => Promise.resolve());
    for (const [index, one] of all.entries()) {
      const simulator = simulators[index];
      if (simulator === undefined) continue;
      const before = lines[index % AT_ONCE] ?? Promise.resolve();
      const ended = before.then(() => play(client, taskQueue, simulator, `msp${index}`, one));
      lines[index % AT_ONCE] = ended.then(
        () => undefined,
        () => undefined,
      );
      played.set(one, ended);
    }
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await Promise.all(simulators.map((simulator) => simulator.close()));
  });

  it.each(all.map((one) => [title(one), one] as const))(
    '%s',
    async (_title, one) => {
      const end = await played.get(one);

      expect(endingOf(end?.record)).toEqual({
        outcome: one.ending.outcome,
        ...(one.ending.evidence === undefined ? {} : { evidence: one.ending.evidence }),
      });
      expect(actedOn(one.call, end?.truth)).toBe(one.ending.acted);

      function endingOf(record: RunRecord | undefined) {
        const { run, steps } = record as RunRecord;
        const outcome = run.state === 'paused' ? 'paused' : run.outcome;
        if (one.ending.evidence === undefined) return { outcome };
        const step = steps.findLast(({ output }) => output['evidence'] !== undefined);
        return { outcome, evidence: step?.output['evidence'] };
      }
    },
    300_000,
  );
});

async function play(
  client: Client,
  taskQueue: string,
  simulator: RunningSimulator,
  connection: string,
  one: Case,
): Promise<Played> {
  simulator.addFault({ ...one.fault, match: matchOf(one.call) } as FaultInput);
  const plan = consolePlan(one.call === 'test' ? 'drill' : 'live', stepsOf(one.call));
  const handle = await client.workflow.start(RUN_WORKFLOW, {
    workflowId: runId(),
    taskQueue,
    args: [runInputOf({ ...plan, targets: [{ ...branches, connection }] })],
  });
  const run = startedRun(handle);
  for (;;) {
    const record = await run.record();
    if (record.run.state !== 'running') return { record, truth: simulator.truth() };
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function stepsOf(call: Call): readonly PlanStep[] {
  const pause = { onFailure: 'pause' } as const;
  switch (call) {
    case 'start':
      return [failover('branches', 'start', pause)];
    case 'test':
      return [failover('branches', 'test')];
    case 'undo':
      return [failover('branches', 'start'), undo('branches', pause)];
    case 'update':
      return [
        update(
          { pre: { kind: 'literal', value: 'new-pre.cmd' } },
          { ...pause, timeoutSeconds: 120 },
        ),
      ];
  }
}

function matchOf(call: Call): FaultInput['match'] {
  if (call === 'update') return { method: 'PATCH', server: 'console' };
  return { method: 'POST', server: 'console', action: call === 'undo' ? 'undo' : 'start' };
}

function actedOn(call: Call, truth: Truth | undefined): number | undefined {
  const plan = truth?.plans.find(({ name }) => name === BRANCHES);
  switch (call) {
    case 'start':
      return plan?.started;
    case 'test':
      return plan?.tested;
    case 'undo':
      return plan?.undone;
    case 'update':
      return plan?.commands.pre === 'new-pre.cmd' ? 1 : 0;
  }
}

function title({ call, fault, records, ending }: Case): string {
  const { kind, ...rest } = fault as unknown as Record<string, unknown>;
  const details = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${call}, ${String(kind)}${details}, ${records}: ${ending.outcome}, acted ${ending.acted} times`;
}
