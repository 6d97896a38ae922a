import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { CallLog } from './call-log.js';
import type { LookUpInput, LookUpResult } from './contract.js';
import type { Dependencies } from './dependencies.js';
import { lookForTraces } from './look-for-traces.js';
import { Pulse } from './pulse.js';
import { toFailure } from './to-failure.js';

/**
 * Looks for traces of a mutation whose activity is gone with its worker. The task went with the
 * worker's logon session; sessions and restore sessions are for everybody to see.
 */
export async function lookUpMutation(
  dependencies: Dependencies,
  input: LookUpInput,
): Promise<LookUpResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  const { cancellationSignal } = Context.current();
  try {
    const server = dependencies.server(input.target.connection);
    const traces = await lookForTraces(server, input, null, {
      onCall: log.add,
      isCut: () => cancellationSignal.aborted || dependencies.stopping.aborted,
    });
    // Cut by this worker's shutdown: another worker looks again.
    if (dependencies.stopping.aborted) {
      throw ApplicationFailure.retryable('this worker is stopping', 'WorkerStopping');
    }
    cancellationSignal.throwIfAborted();
    const { sessionId, evidence } = traces;
    return { sessionId, evidence, calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}
