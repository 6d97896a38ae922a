import type { Config } from '../../config/config.js';
import { wrongUse } from '../command-error.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { loadSettings } from '../load-settings.js';
import { withCallLimit } from './call-limit.js';
import type { TemporalSession } from './temporal-session.js';

const CONNECT_LIMIT_MS = 5000;

/** How long one call may take; those that ask a worker have shorter limits of their own. */
const CALL_LIMIT_MS = 30_000;

/** The history of a big run comes in one answer of many megabytes; gRPC's own limit is 4. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Reads the configuration and connects to its Temporal; throws wrong use when none answers. */
export async function openSession(
  globals: Pick<GlobalOptions, 'config'>,
  io: Io,
): Promise<TemporalSession> {
  return await connect(await loadSettings(globals, io), io);
}

/** Connects to the Temporal of a configuration, within five seconds; each call then has a limit. */
export async function connect(
  config: Config,
  io: Pick<Io, 'env' | 'cwd'>,
  callLimitMs = CALL_LIMIT_MS,
): Promise<TemporalSession> {
  const { Client, Connection } = await import('@temporalio/client');
  const { address, namespace, taskQueue } = config.temporal;
  const options = await readOptions(config, io);
  try {
    const connection = await Connection.connect({
      ...options,
      connectTimeout: CONNECT_LIMIT_MS,
      interceptors: await withCallLimit(callLimitMs),
      channelArgs: { 'grpc.max_receive_message_length': MOST_BYTES },
    });
    const client = new Client({ connection, namespace });
    return { client, address, taskQueue, config, close: () => connection.close() };
  } catch (error) {
    throw wrongUse(
      `no Temporal server answers at ${address} (${whyNot(error)}); start one with ` +
        '`drillbook dev`, or set TEMPORAL_ADDRESS or temporal.address in the configuration',
      { cause: error },
    );
  }
}

async function readOptions({ temporal, folder }: Config, { env }: Pick<Io, 'env'>) {
  const { temporalOptions } = await import('../../worker/temporal-options.js');
  try {
    return await temporalOptions(temporal, { env, folder });
  } catch (error) {
    // A certificate's file, or the API key: the words name it.
    throw wrongUse(`can't use the configuration of Temporal: ${whyNot(error)}`, { cause: error });
  }
}

function whyNot(error: unknown): string {
  for (let next = error; next instanceof Error; next = next.cause) {
    const { details } = next as Error & { details?: unknown };
    if (typeof details === 'string' && details !== '') return details;
  }
  return error instanceof Error ? error.message : String(error);
}
