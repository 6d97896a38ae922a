/**
 * One measurement in a process of its own, so that memory is counted for it alone: a worker that
 * does one piece of work. Its argument is JSON, its answer one line of JSON.
 */
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { EnterpriseManagerClient } from '../clients/enterprise-manager/client.js';
import { canonicalJson } from '../plan/canonical.js';
import type { RunRecord } from '../plan/run-record.js';
import { RECORD_QUERY } from '../plan/steering.js';
import { RUN_WORKFLOW } from '../plan/workflow-names.js';
import { configFor, runId } from '../test/workflows/lab.js';
import { runInputOf } from '../test/workflows/plans.js';
import { startWorker } from '../worker/start-worker.js';
import { byHandActivities } from './by-hand/activities.js';
import type { planByHand, replicasByHand } from './by-hand/workflows.js';
import { planOfWork } from './plan-of-work.js';
import { machineNames, PASSWORD, PLAN_NAME, type Engine, type Work } from './work.js';

interface Order {
  readonly engine: Engine;
  readonly work: Work;
  readonly address: string;
  readonly managerUrl: string;
  readonly bundle: string;
}

export interface Measured {
  readonly wallMs: number;
  /** When the work was over, in milliseconds since the epoch. */
  readonly endedAt: number;
  /** Of each workflow that was part of it. */
  readonly events: readonly number[];
  readonly succeeded: number;
  readonly rssMegabytes: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
process.env['DRILLBOOK_TEST_TEMPORAL_ADDRESS'] = order.address;
const measured =
  order.engine === 'drillbook' ? await measureDrillbook(order) : await measureByHand(order);
console.log(canonicalJson(measured));
process.exit(0);

async function measureDrillbook({ work, managerUrl, bundle }: Order): Promise<Measured> {
  const name = `em-${runId()}`;
  const limits = { lagSeconds: 10, requestTimeoutSeconds: 30 };
  const config = await configFor({ [name]: managerUrl }, limits);
  const worker = await startWorker({
    config,
    env: { EM_PASSWORD: PASSWORD },
    logger: pino({ level: 'error' }),
    workflowBundlePath: bundle,
  });
  const connection = await Connection.connect({ address: config.temporal.address });
  const client = new Client({ connection });
  const begin = performance.now();
  const handle = await client.workflow.start(RUN_WORKFLOW, {
    workflowId: runId(),
    taskQueue: config.temporal.taskQueue,
    args: [runInputOf(planOfWork(work, name))],
  });
  await handle.result();
  const wallMs = performance.now() - begin;
  const rssMegabytes = rss();
  const record = await handle.query<RunRecord>(RECORD_QUERY);
  const [step] = record.steps;
  const events = await eventsOf(client, handle.workflowId);
  await worker.stop();
  return {
    wallMs,
    endedAt: Date.parse(step?.endedAt ?? ''),
    events,
    succeeded: step?.machines.filter(({ result }) => result === 'succeeded').length ?? 0,
    rssMegabytes,
  };
}

async function measureByHand({ work, managerUrl, address }: Order): Promise<Measured> {
  const manager = new EnterpriseManagerClient({
    name: 'em',
    url: managerUrl,
    tls: { caFile: null, insecure: false },
    maxRequests: 8,
    requestTimeoutSeconds: 30,
    credentials: () => Promise.resolve({ username: 'dr', password: PASSWORD }),
  });
  const taskQueue = runId();
  const native = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('by-hand/workflows.ts', import.meta.url)),
    activities: byHandActivities(manager),
    maxConcurrentActivityTaskExecutions: 2000,
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const begin = performance.now();
  const { pollSeconds } = work;
  const workflowId = runId();
  const results =
    work.kind === 'plan'
      ? await client.workflow.execute<typeof planByHand>('planByHand', {
          workflowId,
          taskQueue,
          args: [{ name: PLAN_NAME, pollSeconds }],
        })
      : await client.workflow.execute<typeof replicasByHand>('replicasByHand', {
          workflowId,
          taskQueue,
          args: [{ names: machineNames(work), concurrency: work.machines, pollSeconds }],
        });
  const wallMs = performance.now() - begin;
  const rssMegabytes = rss();
  const { closeTime } = await client.workflow.getHandle(workflowId).describe();
  const events = await eventsOf(client, workflowId);
  worker.shutdown();
  await running;
  return {
    wallMs,
    endedAt: closeTime?.getTime() ?? 0,
    events,
    succeeded: results.filter(({ result }) => result === 'Success').length,
    rssMegabytes,
  };
}

/** The events of a workflow and of the groups of replicas that it had driven. */
async function eventsOf(client: Client, workflowId: string): Promise<readonly number[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const children = (events ?? []).flatMap((event) => {
    const started = event.childWorkflowExecutionStartedEventAttributes;
    const isGroup = started?.workflowType?.name === 'driveGroup';
    const id = started?.workflowExecution?.workflowId ?? '';
    return isGroup ? [id] : [];
  });
  const below = await Promise.all(children.map((id) => eventsOf(client, id)));
  return [events?.length ?? 0, ...below.flat()];
}

function rss(): number {
  return Math.round(process.memoryUsage().rss / 1_048_576);
}
