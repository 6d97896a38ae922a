import {
  STEERING_REFUSED,
  type SteeringCommand,
  type SteeringReceipt,
} from '../../plan/steering.js';
import { ANSWER_LIMIT_MS, isNoAnswer } from './query-record.js';
import type { TemporalSession } from './temporal-session.js';

export type Sent =
  | { readonly kind: 'accepted'; readonly receipt: SteeringReceipt }
  | { readonly kind: 'refused'; readonly message: string }
  /** Nobody answered in time; an update that the server admitted may still be delivered. */
  | { readonly kind: 'no-answer' };

/** Sends a steering command as an update and waits for the run's answer, at most ten seconds. */
export async function sendCommand(
  session: TemporalSession,
  runId: string,
  command: SteeringCommand,
  updateId: string,
): Promise<Sent> {
  const {
    WorkflowNotFoundError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
  } = await import('@temporalio/client');
  const handle = session.client.workflow.getHandle(runId);
  try {
    const receipt = await session.client.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
      handle.executeUpdate<SteeringReceipt, [SteeringCommand]>(command.verb, {
        updateId,
        args: [command],
      }),
    );
    return { kind: 'accepted', receipt };
  } catch (error) {
    const words = error instanceof WorkflowUpdateFailedError ? refusalOf(error.cause) : null;
    if (words !== null) return { kind: 'refused', message: words };
    if (error instanceof WorkflowNotFoundError) {
      return { kind: 'refused', message: `run ${runId} has ended in the meantime` };
    }
    const isLate = error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;
    if (isLate || (await isNoAnswer(error))) return { kind: 'no-answer' };
    throw error;
  }
}

function refusalOf(cause: Error | undefined): string | null {
  if (cause === undefined) return null;
  const { type } = cause as Error & { type?: unknown };
  return type === STEERING_REFUSED ? cause.message : null;
}
