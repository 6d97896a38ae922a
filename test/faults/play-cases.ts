import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { JOURNAL_QUERY } from '../../plan/steering.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { consoleConnection, KEY, MSP } from '../workflows/console.js';
import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../simulator/start-simulator.js';
import { startWorker } from '../../worker/start-worker.js';
import { testWorkflowBundle } from '../test-environment.js';
import { configFor, PASSWORD, runId, startedRun, type Started } from '../workflows/lab.js';
import { planOf, runInputOf } from '../workflows/plans.js';
import type { FaultCase } from './fault-case.js';
import { judgeCase, type CaseVerdict, type Played } from './judge-case.js';

/** Runs of one batch share a worker and are played at the same time. */
const BATCH = 50;
/** Past this a run counts as lost: the longest case waits for a lag and a few back-offs. */
const LOST_AFTER_MS = 180_000;
const LAG_SECONDS = 4;
const REQUEST_SECONDS = 2;
const STEP_SECONDS = 170;

/** Plays cases against simulators of their own on a real Temporal server, and judges each. */
export async function playCases(
  cases: readonly FaultCase[],
  onVerdict: (verdict: CaseVerdict) => void,
): Promise<readonly CaseVerdict[]> {
  const verdicts: CaseVerdict[] = [];
  for (let from = 0; from < cases.length; from += BATCH) {
    const batch = await playBatch(cases.slice(from, from + BATCH));
    for (const verdict of batch) onVerdict(verdict);
    verdicts.push(...batch);
  }
  return verdicts;
}

async function playBatch(cases: readonly FaultCase[]): Promise<readonly CaseVerdict[]> {
  const simulators = await Promise.all(cases.map(simulatorOf));
  // Names of their own: what is marked goes by them, and the marks of a batch outlive its worker.
  const batch = runId();
  const limits = { lagSeconds: LAG_SECONDS, requestTimeoutSeconds: REQUEST_SECONDS };
  const managers = Object.fromEntries(
    simulators.map(({ url }, index) => [`em-${batch}-${index}`, url]),
  );
  const plain = await configFor(managers, limits);
  const consoles = simulators.flatMap(({ consoleUrl }, index) =>
    consoleUrl === null ? [] : [consoleConnection(`${MSP}-${batch}-${index}`, consoleUrl, limits)],
  );
  const config = {
    ...plain,
    connections: new Map([
      ...plain.connections,
      ...consoles.map((one) => [one.name, one] as const),
    ]),
  };
  const worker = await startWorker({
    config,
    env: { EM_PASSWORD: PASSWORD, CONSOLE_KEY: KEY },
    logger: pino({ level: 'silent' }),
    workflowBundlePath: testWorkflowBundle(),
  });
  const connection = await Connection.connect({ address: config.temporal.address });
  const client = new Client({ connection });
  try {
    return await Promise.all(
      cases.map(async (one, index) => {
        const simulator = simulators[index];
        if (simulator === undefined) throw new Error('a case has no simulator');
        const run = await startRun(client, config.temporal.taskQueue, `${batch}-${index}`, one);
        return judgeCase(one, await play(run, simulator));
      }),
    );
  } finally {
    await worker.stop();
    await connection.close();
    await Promise.all(simulators.map((simulator) => simulator.close()));
  }
}

async function simulatorOf(one: FaultCase): Promise<RunningSimulator> {
  const simulator = await startSimulator(parseScenario(one.scenario));
  for (const fault of one.faults) simulator.addFault(fault);
  return simulator;
}

async function startRun(
  client: Client,
  taskQueue: string,
  suffix: string,
  { call }: FaultCase,
): Promise<Started> {
  // Not the step's time limit is to be the reason for a question.
  const steps = call.steps.map((step) => ({ ...step, timeoutSeconds: STEP_SECONDS }));
  const plan = planOf(call.mode, steps);
  const targets = call.targets.map((target) => ({
    ...target,
    connection: `${target.connection}-${suffix}`,
  }));
  const handle = await client.workflow.start(RUN_WORKFLOW, {
    workflowId: runId(),
    taskQueue,
    args: [runInputOf({ ...plan, targets })],
  });
  return startedRun(handle);
}

/** Follows a run to its end; a question is answered with `skip`, for that sends nothing. */
async function play(run: Started, simulator: RunningSimulator): Promise<Played> {
  const until = Date.now() + LOST_AFTER_MS;
  let truth: Played['truth'] | null = null;
  let wasSkipped = false;
  for (;;) {
    const record = await run.record();
    if (record.run.state === 'finished') {
      const now = simulator.truth();
      const journal = await run.handle.query<Played['journal']>(JOURNAL_QUERY);
      const wasAsked = truth !== null;
      return { record, wasAsked, wasSkipped, journal, truth: truth ?? now, truthAtEnd: now };
    }
    if (Date.now() > until) {
      await run.handle.terminate('lost: it neither ended nor asked');
      const now = simulator.truth();
      const nothing = { record: null, wasAsked: truth !== null, wasSkipped, journal: [] };
      return { ...nothing, truth: now, truthAtEnd: now };
    }
    const [waiting] = record.waitingFor;
    if (waiting?.kind === 'unknown') truth ??= simulator.truth();
    if (waiting !== undefined) {
      wasSkipped = true;
      // It may have ended between the record and the answer.
      await run.steer('skip', { step: waiting.step }).catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
