import type { Command, GivenCommand } from './command.js';
import { fieldsText, milliseconds, payloadsText, payloadText } from './payloads.js';
import { answerText, failureFacts } from './recorded-commands.js';
import { isGiven } from './is-given.js';

/** The task queue of the workflow itself, in what is given: the replay's own has another name. */
export const OWN_QUEUE = '';

/**
 * What the workflow code commanded in a replay, in order. What it began and took back before the
 * command could be sent is left out, as Temporal leaves it out.
 */
export function givenCommands(
  given: readonly GivenCommand[],
  replayQueue: string,
): readonly Command[] {
  const names = new Map<string, string>();
  const commands: Command[] = [];
  for (const one of given) {
    const command = commandOf(one, { names, replayQueue });
    if (command !== null) commands.push(command);
    // What follows the end of a workflow is never sent.
    if (command?.kind === 'end') break;
  }
  return commands;
}

interface Known {
  /** Ids by kind and sequence number: a cancelling names the number alone. */
  readonly names: Map<string, string>;
  readonly replayQueue: string;
}

function commandOf(given: GivenCommand, known: Known): Command | null {
  return begun(given, known) ?? takenBack(given, known) ?? told(given) ?? ended(given);
}

function begun(given: GivenCommand, { names, replayQueue }: Known): Command | null {
  const summary = payloadText(given.userMetadata?.summary);
  const queueOf = (name: string | null | undefined): string =>
    !isGiven(name) || name.startsWith(replayQueue) ? OWN_QUEUE : name;
  const { scheduleActivity: activity, startTimer: timer } = given;
  if (isGiven(activity)) {
    names.set(`activity ${activity.seq ?? 0}`, activity.activityId ?? '');
    return {
      kind: 'activity',
      id: activity.activityId ?? '',
      facts: {
        type: activity.activityType ?? '',
        arguments: payloadsText(activity.arguments),
        summary,
        queue: queueOf(activity.taskQueue),
        'schedule to close': milliseconds(activity.scheduleToCloseTimeout),
        'schedule to start': milliseconds(activity.scheduleToStartTimeout),
        'start to close': milliseconds(activity.startToCloseTimeout),
        heartbeat: milliseconds(activity.heartbeatTimeout),
        'most attempts': activity.retryPolicy?.maximumAttempts ?? 0,
      },
    };
  }
  if (isGiven(timer)) {
    const ms = milliseconds(timer.startToFireTimeout);
    // Its summary is a word for people, which a later version may have added: it decides nothing.
    return { kind: 'timer', id: String(timer.seq ?? 0), facts: { milliseconds: ms } };
  }
  const child = given.startChildWorkflowExecution;
  if (!isGiven(child)) return null;
  names.set(`child ${child.seq ?? 0}`, child.workflowId ?? '');
  return {
    kind: 'child',
    id: child.workflowId ?? '',
    facts: {
      type: child.workflowType ?? '',
      arguments: payloadsText(child.input),
      memo: fieldsText(child.memo),
      summary,
      queue: queueOf(child.taskQueue),
      'parent close policy': child.parentClosePolicy ?? 0,
      'id reuse policy': child.workflowIdReusePolicy ?? 0,
    },
  };
}

function takenBack(given: GivenCommand, { names }: Known): Command | null {
  if (isGiven(given.cancelTimer)) {
    return { kind: 'timer-cancel', id: String(given.cancelTimer.seq ?? 0), facts: {} };
  }
  if (isGiven(given.requestCancelActivity)) {
    const id = names.get(`activity ${given.requestCancelActivity.seq ?? 0}`) ?? '';
    return { kind: 'activity-cancel', id, facts: {} };
  }
  if (isGiven(given.cancelChildWorkflowExecution)) {
    const { childWorkflowSeq } = given.cancelChildWorkflowExecution;
    const id = names.get(`child ${childWorkflowSeq ?? 0}`) ?? '';
    return { kind: 'external-cancel', id, facts: {} };
  }
  if (!isGiven(given.requestCancelExternalWorkflowExecution)) return null;
  const { workflowExecution } = given.requestCancelExternalWorkflowExecution;
  return { kind: 'external-cancel', id: workflowExecution?.workflowId ?? '', facts: {} };
}

function told(given: GivenCommand): Command | null {
  const signal = given.signalExternalWorkflowExecution;
  if (isGiven(signal)) {
    const to = signal.workflowExecution?.workflowId ?? signal.childWorkflowId ?? '';
    return {
      kind: 'signal',
      id: `${signal.signalName ?? ''} to ${to}`,
      facts: { arguments: payloadsText(signal.args) },
    };
  }
  const memo = given.modifyWorkflowProperties;
  if (isGiven(memo)) {
    return { kind: 'memo', id: '', facts: { fields: fieldsText(memo.upsertedMemo?.fields) } };
  }
  if (isGiven(given.setPatchMarker)) {
    return { kind: 'patch', id: given.setPatchMarker.patchId ?? '', facts: {} };
  }
  const update = given.updateResponse;
  if (!isGiven(update)) return null;
  const id = update.protocolInstanceId ?? '';
  if (isGiven(update.accepted)) return { kind: 'update-accepted', id, facts: {} };
  if (isGiven(update.completed)) {
    const answer = answerText([update.completed], null);
    return { kind: 'update-completed', id, facts: { answer } };
  }
  // Refused by a validator: the server keeps no event of it, and a replay is never asked.
  return null;
}

function ended(given: GivenCommand): Command | null {
  if (isGiven(given.completeWorkflowExecution)) {
    const { result } = given.completeWorkflowExecution;
    const text = payloadsText(!isGiven(result) ? [] : [result]);
    return { kind: 'end', id: 'completed', facts: { result: text } };
  }
  if (isGiven(given.failWorkflowExecution)) {
    const { failure } = given.failWorkflowExecution;
    return { kind: 'end', id: 'failed', facts: failureFacts(failure) };
  }
  if (isGiven(given.cancelWorkflowExecution)) return { kind: 'end', id: 'cancelled', facts: {} };
  return !isGiven(given.continueAsNewWorkflowExecution)
    ? null
    : { kind: 'end', id: 'continued as new', facts: {} };
}
