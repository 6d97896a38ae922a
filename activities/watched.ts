import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { CallLog } from './call-log.js';
import type { LookUpResult, SendResult } from './contract.js';
import type { Dependencies } from './dependencies.js';
import type { LookOptions } from './look-for-traces.js';
import { Pulse } from './pulse.js';
import { refused, unclear, type Result, type SendOptions } from './send-result.js';
import { toFailure } from './to-failure.js';

/** Sends a mutation with heartbeats and a log of its calls; never throws for what a server does. */
export async function sendWatched(
  send: (options: SendOptions) => Promise<Result>,
): Promise<SendResult> {
  const log = new CallLog();
  const pulse = new Pulse();
  const progress = { mayHaveActed: false };
  try {
    const result = await send({ pulse, progress, onCall: log.add });
    return { ...result, calls: log.calls };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'no reason given';
    const result = progress.mayHaveActed
      ? unclear(message, {}, false)
      : refused(`nothing was sent: ${message}`, false, null);
    return { ...result, calls: log.calls };
  } finally {
    pulse.stop();
  }
}

/** Looks for a mutation's traces with heartbeats; cut by a shutdown, it is for another worker. */
export async function lookUpWatched(
  dependencies: Dependencies,
  look: (options: LookOptions) => Promise<Omit<LookUpResult, 'calls'>>,
): Promise<LookUpResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  const { cancellationSignal } = Context.current();
  try {
    const found = await look({
      onCall: log.add,
      isCut: () => cancellationSignal.aborted || dependencies.stopping.aborted,
    });
    if (dependencies.stopping.aborted) {
      throw ApplicationFailure.retryable('this worker is stopping', 'WorkerStopping');
    }
    cancellationSignal.throwIfAborted();
    return { ...found, calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}
