import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { RUN_WORKFLOW } from '../plan/workflow-names.js';
import { BackOff } from './back-off.js';
import { placeOfEvidence } from './evidence-place.js';
import { makeEvidence } from './make-evidence.js';
import { temporalOptions } from './temporal-options.js';
import { writeOnce } from './write-once.js';

/** How often it is looked for runs that have ended. */
const LOOK_EVERY_MS = 2_000;

/** To make evidence is work: what can't be made must not keep a worker from its runs. */
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Temporal's list may lag behind: what ended so long before the last look is looked at again. */
const OVERLAP_MS = 10 * 60_000;

/** The history of a big run comes in one answer of many megabytes; gRPC's own limit is 4. */
const MOST_BYTES = 128 * 1024 * 1024;

export interface KeepEvidenceOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly address?: string;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  readonly workflowBundlePath?: string;
}

/**
 * Writes the evidence of each run that has ended into the configured folder, once, until told to stop.
 * It looks at what Temporal keeps, so that no crash loses one; what can't be written is tried again.
 */
export async function keepEvidence(options: KeepEvidenceOptions): Promise<void> {
  const { config, env, stopping, logger } = options;
  const { folder } = config.evidence;
  if (folder === null) return;
  const keeper = new EvidenceKeeper(options, folder);
  let connection: Connection | null = null;
  let isFailing = false;
  while (!stopping.aborted) {
    try {
      connection ??= await Connection.connect({
        ...(await temporalOptions(
          config.temporal,
          { env, folder: config.folder },
          options.address,
        )),
        channelArgs: { 'grpc.max_receive_message_length': MOST_BYTES },
      });
      await keeper.look(new Client({ connection, namespace: config.temporal.namespace }));
      if (isFailing)
        logger.info({}, 'runs that have ended are found again, and their evidence kept');
      isFailing = false;
    } catch (error) {
      // Every two seconds the same would be no help.
      if (!isFailing) {
        const why = wordsOf(error);
        logger.warn({ folder }, `can't look for runs whose evidence is to be kept: ${why}`);
      }
      isFailing = true;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
  await connection?.close();
}

class EvidenceKeeper {
  readonly #options: KeepEvidenceOptions;
  readonly #folder: string;
  /** Executions whose evidence is there, or is part of another's. */
  readonly #done = new Set<string>();
  /** Of these there was none to be had yet: each is tried again after a longer pause than before. */
  readonly #later = new Map<string, Execution>();
  readonly #backOff = new BackOff(LOOK_EVERY_MS, LONGEST_PAUSE_MS);
  /** What was last told of a run whose evidence can't be written: once is enough. */
  readonly #told = new Map<string, string>();
  #since: Date | null = null;

  constructor(options: KeepEvidenceOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
  }

  async look(client: Client): Promise<void> {
    const { config, stopping } = this.#options;
    const begun = new Date();
    const closed = this.#since === null ? '' : ` AND CloseTime > '${this.#since.toISOString()}'`;
    const { taskQueue } = config.temporal;
    const query =
      `WorkflowType='${RUN_WORKFLOW}' AND ExecutionStatus != 'Running'` +
      `${queueCondition(taskQueue)}${closed}`;
    for await (const found of client.workflow.list({ query })) {
      if (stopping.aborted) return;
      const { workflowId, runId, memo } = found;
      if (found.taskQueue !== taskQueue) continue;
      if (this.#done.has(runId) || this.#later.has(runId)) continue;
      // The evidence of a child run is in its parent's.
      if (isChild(memo)) this.#done.add(runId);
      else await this.#try(client, { workflowId, runId });
    }
    this.#since = new Date(begun.getTime() - OVERLAP_MS);
    for (const execution of [...this.#later.values()]) {
      if (stopping.aborted) return;
      if (!this.#backOff.isDue(execution.runId, Date.now())) continue;
      await this.#try(client, execution);
    }
  }

  async #try(client: Client, execution: Execution): Promise<void> {
    const { runId } = execution;
    if (await this.#keep(client, execution)) {
      this.#done.add(runId);
      this.#later.delete(runId);
      this.#backOff.forget(runId);
    } else {
      this.#later.set(runId, execution);
      this.#backOff.failed(runId, Date.now());
    }
  }

  /** Whether there is nothing left to be done for this execution. */
  async #keep(client: Client, execution: Execution): Promise<boolean> {
    const { config, env, logger, workflowBundlePath } = this.#options;
    const { workflowId, runId } = execution;
    try {
      const isReset = await wasReset(client, execution);
      // Reset since: the evidence of the later execution begins with all that came before.
      if (isReset === null) return true;
      const { file, isThere, inTheWay } = await placeOfEvidence(this.#folder, execution, isReset);
      if (isThere) return true;
      const evidence = await makeEvidence({
        ...{ client, config, env, runId: workflowId, now: new Date(), onlyWhole: true },
        ...(workflowBundlePath === undefined ? {} : { workflowBundlePath }),
      });
      if (evidence === null) return false;
      // Came just now: next time it is seen whose it is.
      if (!(await writeOnce(file, evidence.file))) return false;
      const { keyId, warnings } = evidence;
      logger.info({ run: workflowId, file, signedBy: keyId, warnings }, 'evidence is written');
      if (inTheWay !== null) {
        const told = `${inTheWay} is not the evidence of this run ${workflowId}, and stays: its own is ${file}`;
        logger.warn({ run: workflowId, file, inTheWay }, told);
      }
      return true;
    } catch (error) {
      // Temporal keeps it no longer: there will never be any.
      if (error instanceof WorkflowNotFoundError) return true;
      const why = wordsOf(error);
      if (this.#told.get(runId) !== why) {
        logger.error(
          {},
          `the evidence of ${workflowId} can't be written: ${why}; it is tried again`,
        );
        this.#told.set(runId, why);
      }
      return false;
    }
  }
}

interface Execution {
  readonly workflowId: string;
  readonly runId: string;
}

/** Whether it goes on after a reset; null: a later execution is there. */
async function wasReset(client: Client, { workflowId, runId }: Execution): Promise<boolean | null> {
  const described = await client.workflow.getHandle(workflowId).describe();
  if (described.runId !== runId) return null;
  const first = described.raw.workflowExecutionInfo?.firstRunId ?? '';
  return first !== '' && first !== runId;
}

function isChild(memo: Readonly<Record<string, unknown>> | undefined): boolean {
  const run = memo?.['run'] as { readonly parent?: unknown } | null | undefined;
  return typeof run?.parent === 'string';
}

/**
 * Which queue's runs are asked for. All of them where its name has a quote or a backslash: SQLite's
 * lists don't find those, however they are written (tried: server 1.29).
 */
function queueCondition(taskQueue: string): string {
  return /['"\\]/.test(taskQueue) ? '' : ` AND TaskQueue='${taskQueue}'`;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What Temporal's client throws says little; what the server said is its cause.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
