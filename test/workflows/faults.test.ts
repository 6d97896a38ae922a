import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import type { Mode, PlanStep } from '../../plan/plan.js';
import type { RunRecord } from '../../plan/run-record.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import type { PlanTruth } from '../../simulator/control/truth.js';
import type { FaultInput } from '../../simulator/faults/fault.js';
import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../simulator/start-simulator.js';
import { startWorker, type RunningWorker } from '../../worker/start-worker.js';
import { testWorkflowBundle } from '../test-environment.js';
import { CLOUD, configFor, PASSWORD, PLAIN, runId, scenario, startedRun } from './lab.js';
import { databases, failover, planOf, portal, runInputOf, undo } from './plans.js';

/**
 * The rule "Once", against every fault of the simulator on every mutating call: what the run says,
 * held against how often the simulator really acted.
 */

type Fault = Omit<FaultInput, 'match'> & { kind: FaultInput['kind'] };

/** How a case ends: the run's outcome (`paused`: an unknown waits for a person) and the evidence. */
interface Ending {
  readonly outcome: string;
  readonly evidence?: string;
  /** How often the server acted on the call. */
  readonly acted: 0 | 1;
}

interface Case {
  readonly call: Call;
  readonly fault: Fault;
  readonly ending: Ending;
}

type Call = 'cloud start' | 'cloud test' | 'cloud undo' | 'plain start' | 'plain undo';

const CALLS: readonly Call[] = [
  'cloud start',
  'cloud test',
  'cloud undo',
  'plain start',
  'plain undo',
];

/** Lost before the server acted: nothing can be found, so nobody can tell. */
const BEFORE: readonly Fault[] = [
  { kind: 'dropBefore' },
  { kind: 'status', code: 500 } as Fault,
  { kind: 'status', code: 503 } as Fault,
  { kind: 'html', acted: false } as Fault,
];

/** The server acted and its answer was lost or spoilt: the task of our own session is found. */
const AFTER: readonly Fault[] = [
  { kind: 'dropAfter' },
  { kind: 'dropMidBody' },
  { kind: 'delayAfter', seconds: 300 } as Fault,
  { kind: 'statusAfter', code: 500 } as Fault,
  { kind: 'html', acted: true } as Fault,
  { kind: 'truncated' },
  { kind: 'malformed' },
  { kind: 'wrongType' },
  { kind: 'hugeBody' },
  { kind: 'doctype' },
  { kind: 'unknownState' },
];

/** Certainly not acted upon: sent again. */
const REFUSED: readonly Fault[] = [
  { kind: 'status', code: 429, headers: { 'Retry-After': '1' } } as Fault,
  { kind: 'status', code: 503, headers: { 'Retry-After': '1' } } as Fault,
  { kind: 'sessionExpired' },
];

function goodEnding(call: Call): string {
  // Enterprise Manager reports no machines of a plain plan, so its start is never `succeeded`.
  return call.startsWith('plain') ? 'degraded' : 'succeeded';
}

function cases(): readonly Case[] {
  return CALLS.flatMap((call) => [
    ...BEFORE.map((fault) => ({ call, fault, ending: { outcome: 'paused', acted: 0 } as const })),
    ...AFTER.map((fault) => ({
      call,
      fault,
      ending: { outcome: goodEnding(call), evidence: 'task', acted: 1 } as const,
    })),
    ...REFUSED.map((fault) => ({
      call,
      fault,
      ending: { outcome: goodEnding(call), evidence: 'answer', acted: 1 } as const,
    })),
    {
      call,
      fault: { kind: 'status', code: 400 } as Fault,
      ending: { outcome: call === 'cloud test' ? 'failed' : 'paused', acted: 0 } as const,
    },
    ...lostSession(call),
  ]);
}

/** The server acted and forgot the logon session, and with it the task. */
function lostSession(call: Call): readonly Case[] {
  const restart: Fault = { kind: 'restart', acted: true } as Fault;
  const expired: Fault = { kind: 'sessionExpiredAfter' };
  switch (call) {
    case 'cloud start':
      return [
        { call, fault: restart, ending: { outcome: 'succeeded', evidence: 'session', acted: 1 } },
        { call, fault: expired, ending: { outcome: 'succeeded', evidence: 'answer', acted: 1 } },
      ];
    case 'cloud test':
      // A session alone is no proof in a drill.
      return [
        { call, fault: restart, ending: { outcome: 'paused', acted: 1 } },
        { call, fault: expired, ending: { outcome: 'succeeded', evidence: 'answer', acted: 1 } },
      ];
    case 'cloud undo':
      // The machines' states tell that it happened.
      return [
        { call, fault: restart, ending: { outcome: 'succeeded', acted: 1 } },
        { call, fault: expired, ending: { outcome: 'succeeded', acted: 1 } },
      ];
    case 'plain start':
      return [
        { call, fault: restart, ending: { outcome: 'paused', acted: 1 } },
        { call, fault: expired, ending: { outcome: 'degraded', evidence: 'answer', acted: 1 } },
      ];
    case 'plain undo':
      return [
        { call, fault: restart, ending: { outcome: 'paused', acted: 1 } },
        { call, fault: expired, ending: { outcome: 'degraded', acted: 1 } },
      ];
  }
}

interface Played {
  readonly record: RunRecord;
  readonly truth: PlanTruth;
}

describe('Once, against every fault on every mutating call', () => {
  const all = cases();
  const played = new Map<Case, Promise<Played>>();
  const simulators: RunningSimulator[] = [];
  let worker: RunningWorker;
  let connection: Connection;

  beforeAll(async () => {
    const urls: Record<string, string> = {};
    for (const index of all.keys()) {
      const simulator = await startSimulator(parseScenario(scenario()));
      simulators.push(simulator);
      urls[`em${index}`] = simulator.url;
    }
    const config = await configFor(urls, { lagSeconds: 10, requestTimeoutSeconds: 5 });
    worker = await startWorker({
      config,
      env: { EM_PASSWORD: PASSWORD },
      logger: pino({ level: 'error' }),
      workflowBundlePath: testWorkflowBundle(),
    });
    connection = await Connection.connect({ address: config.temporal.address });
    const client = new Client({ connection });
    for (const [index, one] of all.entries()) {
      const simulator = simulators[index];
      if (simulator === undefined) continue;
      const ended = play(client, config.temporal.taskQueue, simulator, `em${index}`, one);
      ended.catch(() => undefined);
      played.set(one, ended);
    }
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await Promise.all(simulators.map((simulator) => simulator.close()));
  });

  it.each(all.map((one) => [title(one), one] as const))('%s', async (_title, one) => {
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
  });
});

async function play(
  client: Client,
  taskQueue: string,
  simulator: RunningSimulator,
  connection: string,
  one: Case,
): Promise<Played> {
  simulator.addFault({ ...one.fault, match: matchOf(one.call) } as FaultInput);
  const { mode, steps } = stepsOf(one.call);
  const plan = planOf(mode, steps);
  const handle = await client.workflow.start(RUN_WORKFLOW, {
    workflowId: runId(),
    taskQueue,
    args: [
      runInputOf({
        ...plan,
        targets: plan.targets.map((target) => ({ ...target, connection })),
      }),
    ],
  });
  const run = startedRun(handle);
  for (;;) {
    const record = await run.record();
    if (record.run.state !== 'running') {
      return { record, truth: truthOf(simulator, one.call) };
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function stepsOf(call: Call): { readonly mode: Mode; readonly steps: readonly PlanStep[] } {
  const pause = { onFailure: 'pause' } as const;
  switch (call) {
    case 'cloud start':
      return { mode: 'live', steps: [failover(databases.id, 'start', pause)] };
    case 'cloud test':
      return { mode: 'drill', steps: [failover(databases.id, 'test')] };
    case 'cloud undo':
      return { mode: 'live', steps: [failover(databases.id, 'start'), undo(databases.id, pause)] };
    case 'plain start':
      return { mode: 'live', steps: [failover(portal.id, 'start', pause)] };
    case 'plain undo':
      return { mode: 'live', steps: [failover(portal.id, 'start'), undo(portal.id, pause)] };
  }
}

function matchOf(call: Call): FaultInput['match'] {
  const action = call.split(' ')[1];
  return { method: 'POST', ...(action === undefined ? {} : { action }) };
}

function truthOf(simulator: RunningSimulator, call: Call): PlanTruth {
  const name = call.startsWith('cloud') ? CLOUD : PLAIN;
  const plan = simulator.truth().plans.find((candidate) => candidate.name === name);
  if (plan === undefined) throw new Error(`no plan ${name}`);
  return plan;
}

function actedOn(call: Call, truth: PlanTruth | undefined): number | undefined {
  if (call.endsWith('start')) return truth?.started;
  return call.endsWith('test') ? truth?.tested : truth?.undone;
}

function title({ call, fault, ending }: Case): string {
  const { kind, ...rest } = fault as unknown as Record<string, unknown>;
  const details = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${call}, ${String(kind)}${details}: ${ending.outcome}, acted ${ending.acted} times`;
}
