import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, WorkflowHandle } from '@temporalio/client';
import type { Logger } from 'pino';
import { planHash } from '../../plan/canonical.js';
import type { Json } from '../../plan/json.js';
import type { Plan } from '../../plan/plan.js';
import type { RunInput } from '../../plan/run-input.js';
import type { RunRecord } from '../../plan/run-record.js';
import { RECORD_QUERY } from '../../plan/steering.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { makeEnding } from '../dev/ending.js';
import { newRunId } from '../run-id.js';
import { runInput } from '../start-run.js';
import { People, said, STARTER } from './answer-people.js';
import { buildWorlds } from './build-scenario.js';
import { earlierPlan } from './earlier-run.js';
import { judgeRun } from './judge-run.js';
import type { RunbookTest } from './runbook-test.js';
import { scalePlan } from './scale-plan.js';
import { standIns } from './stand-ins.js';
import { addFaults, countsOf, countsSince, startWorld, type RunningWorld } from './start-worlds.js';
import { groupsOf, TEST_PASSWORD, TEST_VARIABLE, testConfig } from './test-config.js';
import { runSeconds, unscaleRecord } from './unscale-record.js';

/** In real time: a test that takes longer has gone wrong. */
const LIMIT_MS = 5 * 60_000;
const LOOK_EVERY_MS = 100;

/** What the tests of a command share. */
export interface Stage {
  readonly connection: Connection;
  readonly address: string;
  readonly folder: string;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  readonly say: (text: string) => void;
}

export interface TestResult {
  readonly test: RunbookTest;
  /** Why it has not passed; empty: it has. */
  readonly failures: readonly string[];
  /** The run's record on the runbook's own clock; null: there is none. */
  readonly record: RunRecord | null;
  /** How long the run took by the runbook's clock; null: it is not over. */
  readonly runSeconds: number | null;
  /** Of real time. */
  readonly seconds: number;
}

/** Plays one test in a namespace of its own, on servers of its own, and judges it. */
export async function playTest(
  test: RunbookTest,
  namespace: string,
  stage: Stage,
): Promise<TestResult> {
  const begun = performance.now();
  const ending = makeEnding(stage.say);
  const result = (failures: readonly string[], record: RunRecord | null): TestResult => ({
    test,
    failures,
    record,
    runSeconds: record === null ? null : runSeconds(record),
    seconds: Math.round(performance.now() - begun) / 1000,
  });
  try {
    const worlds: RunningWorld[] = [];
    for (const world of buildWorlds(test)) {
      const running = await startWorld(world);
      ending.add('the simulator', () => running.simulator.close());
      worlds.push(running);
    }
    const {
      record: real,
      problems,
      before,
    } = await run(test, namespace, worlds, stage, ending.add);
    const record = unscaleRecord(real, test.runbook.plan, test.speed);
    if (record.run.state !== 'finished') return result(problems, record);
    return result(
      [...problems, ...judgeRun(test, record, countsSince(before, countsOf(worlds)))],
      record,
    );
  } catch (error) {
    return result([error instanceof Error ? error.message : String(error)], null);
  } finally {
    await ending.run();
  }
}

interface Played {
  readonly record: RunRecord;
  readonly problems: readonly string[];
}

/** The run of the test, and before it that of an earlier plan where a target wants one. */
async function run(
  test: RunbookTest,
  namespace: string,
  worlds: readonly RunningWorld[],
  stage: Stage,
  atEnd: (what: string, end: () => Promise<void>) => void,
): Promise<Played & { readonly before: Json }> {
  const { Client } = await import('@temporalio/client');
  const { startWorker } = await import('../../worker/start-worker.js');
  const { runbook, speed, waits } = test;
  const plan = scalePlan(runbook.plan, speed, waits);
  const folder = join(stage.folder, namespace);
  await mkdir(folder, { recursive: true });
  const config = testConfig({
    plan,
    speed,
    groups: test.groups,
    address: stage.address,
    namespace,
    folder,
    simulators: new Map(
      worlds.flatMap(({ connections, simulator }) => connections.map((name) => [name, simulator])),
    ),
  });
  const worker = await startWorker({
    config,
    env: { [TEST_VARIABLE]: TEST_PASSWORD },
    logger: stage.logger,
    standIns: standIns(test.network, speed),
  });
  worker.stopped.catch(() => undefined);
  atEnd('the worker', () => worker.stop());
  const client = new Client({ connection: stage.connection, namespace });
  const begin = (what: Plan): Promise<WorkflowHandle> =>
    client.workflow.start(RUN_WORKFLOW, {
      workflowId: newRunId(what.runbook.id, new Date()),
      taskQueue: config.temporal.taskQueue,
      args: [inputOf(test, what)],
    });

  const earlier = earlierPlan(worlds.flatMap(({ placed }) => placed));
  if (earlier !== null) await (await begin(earlier)).result();
  addFaults(worlds);
  const before = countsOf(worlds);
  const handle = await begin(plan);
  const people = new People({
    client,
    runId: handle.workflowId,
    plan,
    planHash: planHash(plan),
    speed,
    groups: groupsOf(plan, test.groups),
    answers: test.answers,
  });
  return { ...(await follow(handle, people, stage.stopping)), before };
}

function inputOf({ runbook, inputs, name }: RunbookTest, plan: Plan): RunInput {
  const isEarlier = plan.runbook.id !== runbook.plan.runbook.id;
  return runInput({
    runbook: { ...runbook, plan, planHash: planHash(plan) },
    inputs: isEarlier ? {} : inputs,
    person: STARTER,
    reason: `test: ${name}`,
    declaredAt: null,
    wait: false,
    preempt: false,
  });
}

async function follow(
  handle: WorkflowHandle,
  people: People,
  stopping: AbortSignal,
): Promise<Played> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const record = await handle.query<RunRecord>(RECORD_QUERY);
    if (record.run.state === 'finished') {
      // How it ended is in the record; what is left is to let go of what it held.
      await handle.result().catch(() => undefined);
      const unused = people.unused.map((answer) => `${said(answer)} was never asked for`);
      return { record, problems: [...people.problems, ...unused] };
    }
    const why =
      (await people.hear(record)) ??
      (stopping.aborted ? 'it was stopped' : null) ??
      (Date.now() > deadline ? `it was not over within ${LIMIT_MS / 60_000} minutes` : null);
    if (why !== null) {
      await handle.terminate(why);
      return { record, problems: [...people.problems, why] };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
