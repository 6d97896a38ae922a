import type { JsonObject } from '../plan/json.js';
import { wrongUse } from './command-error.js';
import type { GlobalOptions } from './global-options.js';
import type { Io } from './io.js';
import { readRun } from './read-run.js';
import { describeExecution } from './temporal/execution.js';
import { openSession } from './temporal/open-session.js';

/**
 * An input of type run is the whole record of that run: part of the new run's own start, so that it
 * depends on nothing that may be gone later. Temporal takes no start of much more than this.
 */
const MOST_BYTES = 200_000;

/** Reads the record of a run that is over; throws wrong use where there is none to be had. */
export async function readEarlierRun(
  runId: string,
  globals: GlobalOptions,
  io: Io,
): Promise<JsonObject> {
  const session = await openSession(globals, io);
  try {
    const execution = await describeExecution(session, runId);
    const { source, record } = await readRun(session, execution, io);
    if (source === 'temporal') {
      throw wrongUse(
        `the record of run ${runId} can't be read: no worker answers; start one first`,
      );
    }
    if (record.run.state !== 'finished') {
      throw wrongUse(`run ${runId} is not over yet: an input of type run takes one that has ended`);
    }
    const bytes = Buffer.byteLength(JSON.stringify(record));
    if (bytes > MOST_BYTES) {
      const size = `${Math.ceil(bytes / 1000)} KB, and an input takes ${MOST_BYTES / 1000} KB`;
      throw wrongUse(
        `the record of run ${runId} has ${size}: give what the runbook needs of it by inputs of other types`,
      );
    }
    // A record is JSON all through; its type does not say so.
    return record as unknown as JsonObject;
  } finally {
    await session.close();
  }
}
