import { activityInfo, Context } from '@temporalio/activity';
import { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { Task } from '../clients/enterprise-manager/resources.js';
import type { JsonObject } from '../plan/json.js';
import { CallLog } from './call-log.js';
import type { SendInput, SendResult } from './contract.js';
import type { Dependencies, Server } from './dependencies.js';
import { lookForTraces } from './look-for-traces.js';
import { operationOf } from './operation.js';
import { Pulse } from './pulse.js';
import { readFacts } from './read-target.js';

/** A result without the calls, which are added at the end. */
type Result<T = SendResult> = T extends SendResult ? Omit<T, 'calls'> : never;

/**
 * Sends one mutation, once, and says what became of it. It never throws for what a server does: a
 * lost answer is looked for here, where the logon session that holds the task lives.
 */
export async function sendMutation(
  dependencies: Dependencies,
  input: SendInput,
): Promise<SendResult> {
  const log = new CallLog();
  const pulse = new Pulse();
  const progress = { mayHaveActed: false };
  try {
    const server = dependencies.server(input.target.connection);
    const result = await server.client.withStartLock(() =>
      sendAlone(dependencies, server, input, { pulse, progress, onCall: log.add }),
    );
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

interface SendOptions extends CallOptions {
  readonly pulse: Pulse;
  readonly progress: { mayHaveActed: boolean };
}

/** No other start of this logon session is on its way meanwhile: its tasks carry no plan id. */
async function sendAlone(
  dependencies: Dependencies,
  server: Server,
  input: SendInput,
  options: SendOptions,
): Promise<Result> {
  const before = await lookBefore(server, input, options);
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
    const task = await post(server, input, options);
    keep(task);
    return accepted(dependencies, task, 'answer', sentAt);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const clear = clearRefusal(error);
    if (clear !== null) return clear;
    const operation = operationOf(input.target.kind, input.verb);
    const traces = await lookForTraces(
      server,
      { ...input, sentBefore: new Date().toISOString() },
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
    return fromTraces(input, error.message, traces, sentAt);
  } finally {
    if (!kept.is) followed.done();
  }
}

/**
 * The last moment to hold back: when Temporal has given this activity up (or may have), another
 * look-up may be at its end and a person may have sent it again; a stopping worker would not be
 * there to look for a lost answer.
 */
function whyNotToSend(dependencies: Dependencies, pulse: Pulse): string | null {
  if (Context.current().cancellationSignal.aborted) return 'this activity was given up meanwhile';
  if (dependencies.stopping.aborted) return 'this worker is stopping';
  return pulse.wasFrozen ? 'this worker stood still before sending' : null;
}

interface Before {
  readonly logonSessionId: string;
  readonly taskIds: readonly string[];
}

/** The last look before sending; whatever fails here has sent nothing. */
async function lookBefore(
  server: Server,
  input: SendInput,
  options: CallOptions,
): Promise<Before | Result> {
  try {
    const facts = await readFacts(server, input.target, options);
    if (facts.isRunning === true) {
      return notAllowed(`"${input.target.name}" has a job running; nothing was sent`);
    }
    const newest = facts.newestSession?.id ?? null;
    const expected = input.verb === 'undo' ? input.expectedSession : baselineNewest(input);
    const isTold = input.target.kind === 'cloudFailoverPlan' && facts.hasSessions;
    if (isTold && newest !== expected) {
      return notAllowed(
        `the newest session of "${input.target.name}" is ${newest ?? 'none'}, not ${expected ?? 'none'}: somebody else has used the plan meanwhile; nothing was sent`,
      );
    }
    const { logonSessionId, tasks } = await server.client.listTasks(options);
    return { logonSessionId, taskIds: tasks.map(({ taskId }) => taskId) };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const isFinal = error.kind === 'refused' || error.kind === 'unauthorized';
    return refused(`nothing was sent: ${error.message}`, !isFinal, error.retryAfterSeconds);
  }
}

function baselineNewest(input: SendInput): string | null {
  return input.baseline.newestSession?.id ?? null;
}

async function post(server: Server, input: SendInput, options: CallOptions): Promise<Task> {
  const { client } = server;
  const { planId, kind } = input.target;
  const start = { before: input.restorePointBefore };
  switch (input.verb) {
    case 'start':
      return kind === 'cloudFailoverPlan'
        ? await client.startCloudFailoverPlan(planId, start, options)
        : await client.startFailoverPlan(planId, start, options);
    case 'test':
      return await client.testCloudFailoverPlan(planId, options);
    case 'undo':
      return kind === 'cloudFailoverPlan'
        ? await client.undoCloudFailoverPlan(planId, options)
        : await client.undoFailoverPlan(planId, options);
  }
}

/** What proves that the server did not act (docs/once.md); null: it may have. */
function clearRefusal(error: ClientError): Result | null {
  switch (error.kind) {
    case 'not-sent':
    case 'throttled':
      return refused(error.message, true, error.retryAfterSeconds);
    case 'session-lost':
      return refused(error.message, true, 1);
    case 'refused':
    case 'unauthorized':
      return refused(error.message, false, null);
    case 'unclear':
    case 'undecodable':
    case 'task-lost':
      return null;
  }
}

function fromTraces(
  input: SendInput,
  message: string,
  traces: Awaited<ReturnType<typeof lookForTraces>>,
  sentAt: string,
): Result {
  // A session could be another client's: a drill, which will undo, never adopts on that.
  if (traces.sessionId !== null && input.mode === 'live') {
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

function refused(message: string, resend: boolean, retryAfterSeconds: number | null): Result {
  return { kind: 'refused', resend, retryAfterSeconds, message };
}

function notAllowed(message: string): Result {
  return { kind: 'not-allowed', message };
}

function unclear(message: string, evidence: JsonObject, isCut: boolean): Result {
  return { kind: 'unclear', message, evidence, isCut };
}
