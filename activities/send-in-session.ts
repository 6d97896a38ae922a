import { activityInfo } from '@temporalio/activity';
import { ClientError } from '../clients/client-error.js';
import type { CallRecord } from '../clients/call-record.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { Task } from '../clients/enterprise-manager/resources.js';
import type { SendResult } from './contract.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { lookForTraces, type Traces } from './look-for-traces.js';
import {
  clearRefusal,
  couldNotLook,
  refused,
  unclear,
  type Result,
  type SendOptions,
} from './send-result.js';
import { sendWatched } from './watched.js';
import { whyNotToSend } from './why-not-to-send.js';

/** One mutation that Enterprise Manager answers with a task of our own logon session. */
export interface SessionMutation {
  /** What its task says in `Operation`. */
  readonly operation: string;
  /** The last look: null, or why it must not be sent now. What fails here has sent nothing. */
  readonly lookBefore: (options: CallOptions) => Promise<Result | null>;
  readonly post: (options: CallOptions) => Promise<Task>;
  /** Sessions that are new since the baseline; null: none, or they tell nothing. */
  readonly newSessions: (options: CallOptions) => Promise<Traces | null>;
  /** A single new session is enough to take the job for ours; never in a drill. */
  readonly adoptsSession: boolean;
  /** Whether the bodies of the reads are kept as evidence; where thousands are sent they are not. */
  readonly keepsReads: boolean;
}

/**
 * Sends one mutation, once, and says what became of it. It never throws for what a server does: a
 * lost answer is looked for here, where the logon session that holds the task lives.
 */
export async function sendInSession(
  dependencies: Dependencies,
  server: () => EnterpriseManager,
  mutationOf: (server: EnterpriseManager) => SessionMutation,
): Promise<SendResult> {
  return await sendWatched(async (options) => {
    const manager = server();
    const mutation = mutationOf(manager);
    const { onCall } = options;
    const lean = mutation.keepsReads ? options : { ...options, onCall: withoutReads(onCall) };
    return await manager.client.withStartLock(() =>
      sendAlone(dependencies, manager, mutation, lean),
    );
  });
}

/** The digest stands for the body of a read. */
function withoutReads(onCall: SendOptions['onCall']): (call: CallRecord) => void {
  return (call) => {
    onCall?.(call.method === 'GET' ? { ...call, responseBody: null } : call);
  };
}

/** No other start of this logon session is on its way meanwhile: its tasks carry no plan id. */
async function sendAlone(
  dependencies: Dependencies,
  server: EnterpriseManager,
  mutation: SessionMutation,
  options: SendOptions,
): Promise<Result> {
  const before = await lookBefore(server, mutation, options);
  if ('kind' in before) return before;
  const reason = whyNotToSend(dependencies, options.pulse);
  if (reason !== null) return refused(`${reason}; nothing was sent`, true, 1);
  // From here on no cancel signal is looked at: a mutation on its way is never cut.
  const followed = server.client.followingTask();
  const sentAt = new Date().toISOString();
  options.progress.mayHaveActed = true;
  const kept = { is: false };
  const keep = (task: Task): void => {
    dependencies.followedTasks.keep(task.logonSessionId, task.taskId, followed);
    kept.is = true;
  };
  try {
    const task = await mutation.post(options);
    keep(task);
    return accepted(dependencies, task, 'answer', sentAt);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const clear = clearRefusal(error);
    if (clear !== null) return clear;
    const { operation, newSessions } = mutation;
    const traces = await lookForTraces(
      server,
      { sentBefore: new Date().toISOString(), newSessions },
      {
        ...before,
        operation,
        isTainted: dependencies.untraced.has(before.logonSessionId, operation),
      },
      { ...options, isCut: () => dependencies.stopping.aborted },
    );
    if (traces.task !== null) {
      keep(traces.task);
      return accepted(dependencies, traces.task, 'task', sentAt);
    }
    dependencies.untraced.add(before.logonSessionId, operation);
    return fromTraces(mutation, error.message, traces, sentAt);
  } finally {
    if (!kept.is) followed.done();
  }
}

interface Before {
  readonly logonSessionId: string;
  readonly taskIds: readonly string[];
}

/** The last look before sending; whatever fails here has sent nothing. */
async function lookBefore(
  server: EnterpriseManager,
  mutation: SessionMutation,
  options: CallOptions,
): Promise<Before | Result> {
  try {
    const objection = await mutation.lookBefore(options);
    if (objection !== null) return objection;
    const { logonSessionId, tasks } = await server.client.listTasks(options);
    return { logonSessionId, taskIds: tasks.map(({ taskId }) => taskId) };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return couldNotLook(error);
  }
}

function fromTraces(
  mutation: SessionMutation,
  message: string,
  traces: Traces,
  sentAt: string,
): Result {
  // A session could be another client's: a drill, which will undo, never adopts on that.
  if ((traces.sessionId !== null || traces.hasJob) && mutation.adoptsSession) {
    return {
      kind: 'accepted',
      evidence: 'session',
      taskId: null,
      logonSession: null,
      taskQueue: null,
      sessionId: traces.sessionId,
      sentAt,
    };
  }
  const evidence = { ...traces.evidence, activity: activityInfo().activityId };
  return unclear(message, evidence, traces.isCut);
}

function accepted(
  dependencies: Dependencies,
  task: Task,
  evidence: 'answer' | 'task',
  sentAt: string,
): Result {
  return {
    kind: 'accepted',
    evidence,
    taskId: task.taskId,
    logonSession: task.logonSessionId,
    taskQueue: dependencies.processQueue,
    sessionId: null,
    sentAt,
  };
}
