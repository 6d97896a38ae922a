import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, isGrpcDeadlineError, type WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { pino } from 'pino';
import type {
  Config,
  ConnectionConfig,
  HttpConnection,
  NotificationConfig,
} from '../../config/config.js';
import type { Plan } from '../../plan/plan.js';
import type { RunInput, RunResult } from '../../plan/run-input.js';
import type { RunRecord } from '../../plan/run-record.js';
import {
  RECORD_QUERY,
  type SteeringCommand,
  type SteeringReceipt,
  type SteeringVerb,
} from '../../plan/steering.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import type { FaultInput } from '../../simulator/faults/fault.js';
import type { PlanTruth } from '../../simulator/control/truth.js';
import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../simulator/start-simulator.js';
import { startWorker, type RunningWorker } from '../../worker/start-worker.js';
import { testTemporalAddress, testWorkflowBundle } from '../test-environment.js';
import { KEY, withConsole, type ConsoleOptions } from './console.js';
import { person, runInputOf } from './plans.js';

/** Must be found nowhere but on the wire. */
export const PASSWORD = 'canary-7Q2x-pass';
export const CLOUD = 'ERP databases';
export const PLAIN = 'ERP portal';

/**
 * A cloud plan and a plain plan; extra lines (`switches:`, `server:`) come before them. Ids are new
 * each time: all tests share one Temporal, where a target's id is what is held and marked.
 */
export function scenario(extra = '', machines = CLOUD_MACHINES, plain = PLAIN_MACHINES): string {
  return `
version: 1
speed: 60
${extra.includes('server:') ? '' : `server: { users: [{ name: dr, password: ${PASSWORD}, role: RestoreOperator }] }`}
${extra}
cloudFailoverPlans:
  - name: ${CLOUD}
    id: ${randomUUID()}
    tenant: Tenant ${randomUUID()}
    machines:
${machines}
failoverPlans:
  - name: ${PLAIN}
    id: ${randomUUID()}
    machines:
${plain}
`;
}

export const CLOUD_MACHINES = `
      - { name: sql01, takes: 40s }
      - { name: sql02, takes: 20s }`;
const PLAIN_MACHINES = `
      - { name: web01, takes: 10s }
      - { name: web02, takes: 20s }`;

export interface Started {
  readonly id: string;
  readonly handle: WorkflowHandle;
  record(): Promise<RunRecord>;
  /** Waits until the run is over; gives the record then. */
  ended(): Promise<RunRecord>;
  /** Waits (bounded by the test's own time-out) until the record is as wanted. */
  until(isThere: (record: RunRecord) => boolean): Promise<RunRecord>;
  steer(verb: SteeringVerb, extra?: Partial<SteeringCommand>): Promise<SteeringReceipt>;
}

/** A simulator, a worker in this process and a client, on a task queue of their own. */
export interface Lab {
  readonly simulator: RunningSimulator;
  readonly client: Client;
  readonly config: Config;
  fault(fault: FaultInput): void;
  truth(name: string): PlanTruth;
  start(plan: Plan, extra?: Partial<RunInput>, id?: string): Promise<Started>;
  run(plan: Plan, extra?: Partial<RunInput>): Promise<RunRecord>;
  startWorker(): Promise<RunningWorker>;
  readonly worker: RunningWorker;
  close(): Promise<void>;
}

export interface LabOptions extends ConsoleOptions {
  readonly lagSeconds?: number;
  readonly requestTimeoutSeconds?: number;
  /** The connection's name; what is held and marked by it wants one of its own. */
  readonly connection?: string;
  /** Connections of type http. */
  readonly http?: readonly HttpConnection[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly notifications?: readonly NotificationConfig[];
  /** The worker keeps the evidence of its runs; the variable of the worker that holds the key. */
  readonly evidenceKey?: string;
  /** Missing: one with a name of its own. */
  readonly taskQueue?: string;
  /** Of the worker, beside the password of the server. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function openLab(text = scenario(), options: LabOptions = {}): Promise<Lab> {
  const simulator = await startSimulator(parseScenario(text));
  const config = withConsole(
    await configFor({ [options.connection ?? 'em']: simulator.url }, options),
    simulator.consoleUrl,
    options,
  );
  const connection = await Connection.connect({ address: config.temporal.address });
  const client = new Client({ connection });
  const logger = pino({ level: process.env['DRILLBOOK_TEST_LOG'] ?? 'error' });
  const workers: RunningWorker[] = [];
  const begin = async (): Promise<RunningWorker> => {
    const worker = await startWorker({
      config,
      env: { EM_PASSWORD: PASSWORD, CONSOLE_KEY: KEY, ...options.env },
      logger,
      workflowBundlePath: testWorkflowBundle(),
    });
    workers.push(worker);
    return worker;
  };
  const worker = await begin();
  const lab: Lab = {
    simulator,
    client,
    config,
    worker,
    startWorker: begin,
    fault: (fault) => {
      simulator.addFault(fault);
    },
    truth: (name) => {
      const found = simulator.truth().plans.find((plan) => plan.name === name);
      if (found === undefined) throw new Error(`the scenario has no plan ${name}`);
      return found;
    },
    start: async (plan, extra = {}, id = runId()) => {
      const handle = await client.workflow.start(RUN_WORKFLOW, {
        workflowId: id,
        taskQueue: config.temporal.taskQueue,
        args: [runInputOf(plan, extra)],
      });
      return startedRun(handle);
    },
    run: async (plan, extra) => (await lab.start(plan, extra)).ended(),
    close: async () => {
      await Promise.all(workers.map((one) => one.stop()));
      await simulator.close();
      await connection.close();
    },
  };
  return lab;
}

export function startedRun(handle: WorkflowHandle): Started {
  const started: Started = {
    id: handle.workflowId,
    handle,
    record: () => recordOf(handle),
    ended: async () => {
      // How it ended is in the record; a run that did not end well is a failed workflow.
      await handle.result().catch(() => undefined);
      return started.record();
    },
    until: async (isThere) => {
      for (;;) {
        const record = await started.record();
        if (isThere(record)) return record;
        if (record.run.state === 'finished') {
          throw new Error(`the run ended meanwhile: ${JSON.stringify(record, null, 1)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    steer: (verb, extra = {}) => {
      const command: SteeringCommand = {
        verb,
        ...{ step: null, item: null, machines: [], choice: null, person, reason: 'a test' },
        ...extra,
      };
      return handle.executeUpdate<SteeringReceipt, [SteeringCommand]>(verb, { args: [command] });
    },
  };
  return started;
}

/** Asks again where the machine is too busy for the answer: a query changes nothing. */
async function recordOf(handle: WorkflowHandle): Promise<RunRecord> {
  for (let tries = 1; ; tries++) {
    try {
      return await handle.query<RunRecord>(RECORD_QUERY);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : null;
      if (tries === 5 || !(isGrpcDeadlineError(error) || isGrpcDeadlineError(cause))) throw error;
    }
  }
}

/** All payloads of a run's history as text. */
export async function historyText({ handle }: Started): Promise<string> {
  const texts: string[] = [];
  JSON.parse(historyToJSON(await handle.fetchHistory()), (key, value: unknown) => {
    if (key === 'data' && typeof value === 'string') {
      texts.push(Buffer.from(value, 'base64').toString('utf8'));
    }
    return value;
  });
  return texts.join('\n');
}

/** The failure's detail of a run that did not end well. */
export async function failureOf(handle: WorkflowHandle): Promise<RunResult> {
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  const cause = (error as { cause?: { details?: unknown[] } }).cause;
  return cause?.details?.[0] as RunResult;
}

export function runId(): string {
  return `erp-${randomBytes(6).toString('hex')}`;
}

/** A configuration with a connection per URL, on a task queue of its own. */
export async function configFor(
  urls: Readonly<Record<string, string>>,
  options: LabOptions = {},
): Promise<Config> {
  const folder = await mkdtemp(join(tmpdir(), 'drillbook-lab-'));
  const password = { kind: 'env', name: 'EM_PASSWORD', where: 'connections.em.password' } as const;
  return {
    file: null,
    folder,
    temporal: {
      address: testTemporalAddress(),
      namespace: 'default',
      taskQueue: options.taskQueue ?? `lab-${randomBytes(6).toString('hex')}`,
      tls: null,
      apiKey: null,
    },
    worker: { healthPort: null, metricsPort: null, recordsFolder: join(folder, 'records') },
    evidence:
      options.evidenceKey === undefined
        ? { folder: null, key: null }
        : {
            folder: join(folder, 'evidence'),
            key: { kind: 'env', name: options.evidenceKey, where: 'evidence.key' },
          },
    people: { groups: new Map(Object.entries(options.groups ?? {})) },
    connections: new Map<string, ConnectionConfig>([
      ...(options.http ?? []).map((one) => [one.name, one] as const),
      ...Object.entries(urls).map(([name, url]): [string, ConnectionConfig] => [
        name,
        {
          type: 'enterprise-manager',
          name,
          url,
          username: { kind: 'literal', value: 'dr' },
          password,
          tls: { caFile: null, insecure: false },
          maxRequests: 8,
          requestTimeoutSeconds: options.requestTimeoutSeconds ?? 3,
          evidenceLagSeconds: options.lagSeconds ?? 2,
          role: null,
        },
      ]),
    ]),
    notifications: new Map((options.notifications ?? []).map((one) => [one.name, one])),
    warnings: [],
  };
}
