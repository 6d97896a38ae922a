import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { CallLog } from './call-log.js';
import type { Dependencies } from './dependencies.js';
import type { HttpInput, ReadHttpResult } from './http-contract.js';
import { answered, exchange } from './http-exchange.js';
import { Pulse } from './pulse.js';
import { toFailure } from './to-failure.js';

/**
 * Asks a server that changes nothing by it. Where there is no clear answer it throws, and Temporal
 * asks again.
 */
export async function readHttp(
  dependencies: Dependencies,
  input: HttpInput,
): Promise<ReadHttpResult> {
  const log = new CallLog();
  const pulse = new Pulse();
  try {
    const signal = Context.current().cancellationSignal;
    const made = await exchange(dependencies, input.request, { ...input, signal });
    const { reply, what } = made;
    log.add(reply.call);
    if (reply.kind === 'none') throw unavailable(`${what}: ${reply.seen}`, null);
    const result = answered({ ...made, reply }, input);
    if (!result.held && isPassing(reply.status)) {
      throw unavailable(`${what}: ${result.seen}`, reply.retryAfterSeconds);
    }
    return { ...result, calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}

/** Statuses that may be others a moment later. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

function unavailable(message: string, retryAfterSeconds: number | null): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'HttpUnavailable',
    message,
    category: ApplicationFailureCategory.BENIGN,
    ...(retryAfterSeconds === null ? {} : { nextRetryDelay: retryAfterSeconds * 1000 }),
  });
}
