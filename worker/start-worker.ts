import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { NativeConnection, Worker, type InjectedSinks } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { FollowTaskInput } from '../activities/follow-contract.js';
import { createActivities } from '../activities/create-activities.js';
import { PLAIN_LIMIT_SECONDS } from '../activities/http-exchange.js';
import { FollowedTasks } from '../activities/followed-tasks.js';
import type { FollowReplicasInput, TidyTasksInput } from '../activities/replica-contract.js';
import { ReplicaWatches } from '../activities/replica-watch.js';
import { UntracedSends } from '../activities/untraced-sends.js';
import type { Config } from '../config/config.js';
import type { RecordSinks } from '../workflows/record-sinks.js';
import { Channels } from './channels.js';
import { Connections } from './connections.js';
import { buildId, engineBuild } from './engine-build.js';
import { keepEvidence } from './keep-evidence.js';
import { serveHealth } from './health.js';
import { installRuntime } from './runtime.js';
import type { StandIns } from './stand-ins.js';
import { temporalOptions } from './temporal-options.js';
import { TemporalWatch } from './temporal-watch.js';
import { workflowCode } from './workflow-code.js';

/**
 * How long what is on its way may take at shutdown. A mutation's HTTP request ends before: the
 * longest request time-out of the configuration is added.
 */
const GRACE_SECONDS = 10;

const FORCE_AFTER_SECONDS = 30;
const MOST_ACTIVITIES = 1000;

const HEARTBEAT_EVERY = '2s';

export interface WorkerOptions {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  /** Goes before the configured address of Temporal. */
  readonly address?: string;
  readonly logger: Logger;
  readonly workflowBundlePath?: string;
  /** For tests of runbooks; missing: the real ones. */
  readonly standIns?: StandIns;
}

export interface RunningWorker {
  readonly taskQueue: string;
  /** Settles when the worker has stopped; rejects when it failed. */
  readonly stopped: Promise<void>;
  /** Takes nothing new, lets what is on its way end, logs off. */
  stop(): Promise<void>;
}

/**
 * Starts a worker: it serves the configured task queue, and a queue that only this process serves,
 * for the tasks of its own logon sessions. Rejects when Temporal can't be reached, and with
 * `WorkerPortError` when one of its own ports can't be opened.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { config, logger } = options;
  // Before anything of Temporal: what fails after its workers are made leaves them behind.
  const health = await openHealth(config);
  try {
    installRuntime(logger, config.worker.metricsPort);
    return await serve(options, health);
  } catch (error) {
    health?.close();
    throw error;
  }
}

async function serve(options: WorkerOptions, health: ShownHealth | null): Promise<RunningWorker> {
  const { config, env, logger } = options;
  const secrets = { env, folder: config.folder };
  const connection = await NativeConnection.connect(
    await temporalOptions(config.temporal, secrets, options.address),
  );
  const connections = new Connections(config, env, logger);
  const stopping = new AbortController();
  // Each activity that waits listens to it: there may be hundreds.
  setMaxListeners(0, stopping.signal);
  const { taskQueue } = config.temporal;
  const processQueue = `${taskQueue}-${hostname()}-${randomUUID().slice(0, 8)}`;
  try {
    const made = { connection, connections, processQueue, stopping: stopping.signal };
    const workers = await createWorkers(options, made);
    if (health !== null) {
      const watch = watchOf(connection, config.temporal.namespace, [taskQueue, processQueue]);
      health.show({ workers, watch });
      void watch.watch(stopping.signal);
    }
    const keeping = keepEvidence({ ...options, stopping: stopping.signal });
    const stopped = runUntilStopped(workers, async () => {
      stopping.abort();
      await keeping;
      health?.close();
      await connections.close();
      await connection.close();
    });
    // Who waits for `stop` alone must not be struck by a rejection that nobody else looks at.
    stopped.catch(() => undefined);
    logger.info({ taskQueue, processQueue }, 'worker is polling');
    return {
      taskQueue,
      stopped,
      stop: async () => {
        stopping.abort();
        for (const worker of workers) {
          if (worker.getState() === 'RUNNING') worker.shutdown();
        }
        await stopped;
      },
    };
  } catch (error) {
    await connections.close();
    // What went wrong first is told: a worker that was made holds the connection.
    await connection.close().catch(() => undefined);
    throw error;
  }
}

interface Made {
  readonly connection: NativeConnection;
  readonly connections: Connections;
  readonly processQueue: string;
  readonly stopping: AbortSignal;
}

async function createWorkers(options: WorkerOptions, made: Made): Promise<readonly Worker[]> {
  const { config, logger } = options;
  const channels = new Channels(config, options.env);
  const code = await workflowCode(options.workflowBundlePath);
  const build = await engineBuild(options.workflowBundlePath);
  const activities = createActivities({
    server: (name) => made.connections.server(name),
    enterpriseManager: (name) => made.connections.enterpriseManager(name),
    console: (name) => made.connections.console(name),
    http: (name) => made.connections.http(name),
    channel: (name) => channels.channel(name),
    channels: channels.names,
    build,
    groups: Object.fromEntries(config.people.groups),
    recordsFolder: config.worker.recordsFolder,
    processQueue: made.processQueue,
    followedTasks: new FollowedTasks(),
    untraced: new UntracedSends(),
    watches: new ReplicaWatches(),
    stopping: made.stopping,
  });
  const graceSeconds = longestRequestSeconds(config) + GRACE_SECONDS;
  const common = {
    connection: made.connection,
    // Workers are not versioned: with it each workflow task's event says which bundle it came from.
    buildId: buildId(build),
    namespace: config.temporal.namespace,
    shutdownGraceTime: `${graceSeconds}s`,
    // What has not ended by then is given up to another worker.
    shutdownForceTime: `${graceSeconds + FORCE_AFTER_SECONDS}s`,
    // Following holds a slot for as long as the job runs; a start must never wait for one.
    maxConcurrentActivityTaskExecutions: MOST_ACTIVITIES,
    maxHeartbeatThrottleInterval: HEARTBEAT_EVERY,
    defaultHeartbeatThrottleInterval: HEARTBEAT_EVERY,
  } as const;
  const main = await Worker.create({
    ...common,
    workflowBundle: code.workflowBundle,
    taskQueue: config.temporal.taskQueue,
    activities: { ...activities, ...options.standIns },
    sinks: recordSinks(logger),
  });
  const own = await Worker.create({
    ...common,
    taskQueue: made.processQueue,
    activities: {
      followTask: (input: FollowTaskInput) => activities.followTask(input),
      followReplicas: (input: FollowReplicasInput) => activities.followReplicas(input),
      tidyTasks: (input: TidyTasksInput) => activities.tidyTasks(input),
    },
  });
  return [main, own];
}

/** The chain's head in the log is a copy outside Temporal; replays tell nothing new. */
function recordSinks(logger: Logger): InjectedSinks<RecordSinks> {
  return {
    record: {
      head: {
        fn: (_info, run, head, length) => {
          logger.info({ run, head, length }, 'record');
        },
        callDuringReplay: false,
      },
      final: { fn: () => undefined, callDuringReplay: false },
    },
  };
}

async function runUntilStopped(
  workers: readonly Worker[],
  close: () => Promise<void>,
): Promise<void> {
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    for (const worker of workers) {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    }
    await close();
  }
}

function watchOf(
  connection: NativeConnection,
  namespace: string,
  taskQueues: readonly string[],
): TemporalWatch {
  const describe = (name: string): Promise<unknown> =>
    connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name } });
  return new TemporalWatch((deadline) =>
    connection.withDeadline(deadline, () => Promise.all(taskQueues.map(describe))),
  );
}

/** The health port, and what it tells of. */
interface ShownHealth {
  /** Before it is called, the port says that nothing polls. */
  show(serving: { readonly workers: readonly Worker[]; readonly watch: TemporalWatch }): void;
  close(): void;
}

async function openHealth(config: Config): Promise<ShownHealth | null> {
  if (config.worker.healthPort === null) return null;
  let isServing = (): boolean => false;
  const port = await serveHealth(config.worker.healthPort, () => isServing());
  return {
    close: () => {
      port.close();
    },
    show: ({ workers, watch }) => {
      isServing = () =>
        watch.isAnswering && workers.every((worker) => worker.getState() === 'RUNNING');
    },
  };
}

function longestRequestSeconds(config: Config): number {
  const seconds = [...config.connections.values()].map(
    ({ requestTimeoutSeconds }) => requestTimeoutSeconds,
  );
  // Also without a connection: an http step needs none.
  return Math.max(PLAIN_LIMIT_SECONDS, ...seconds);
}
