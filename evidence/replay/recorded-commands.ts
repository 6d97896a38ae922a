import type { Command, RecordedEvent } from './command.js';
import { fieldsText, milliseconds, payloadsText, payloadText } from './payloads.js';
import { isGiven } from './is-given.js';

/** What the workflow commanded, as the history has it, in the order of the events. */
export function recordedCommands(events: readonly RecordedEvent[]): readonly Command[] {
  const byEvent = new Map(events.map((event) => [Number(event.eventId), event]));
  return events.flatMap((event): Command[] => {
    const command = commandOf(event, byEvent);
    return command === null ? [] : [{ ...command, eventId: Number(event.eventId) }];
  });
}

function commandOf(
  event: RecordedEvent,
  byEvent: ReadonlyMap<number, RecordedEvent>,
): Command | null {
  return (
    scheduled(event) ??
    cancelled(event, byEvent) ??
    toldOthers(event) ??
    answered(event, byEvent) ??
    ended(event)
  );
}

function scheduled(event: RecordedEvent): Command | null {
  const summary = payloadText(event.userMetadata?.summary);
  const activity = event.activityTaskScheduledEventAttributes;
  if (isGiven(activity)) {
    return {
      kind: 'activity',
      id: activity.activityId ?? '',
      facts: {
        type: activity.activityType?.name ?? '',
        arguments: payloadsText(activity.input?.payloads),
        summary,
        queue: activity.taskQueue?.name ?? '',
        'schedule to close': milliseconds(activity.scheduleToCloseTimeout),
        'schedule to start': milliseconds(activity.scheduleToStartTimeout),
        'start to close': milliseconds(activity.startToCloseTimeout),
        heartbeat: milliseconds(activity.heartbeatTimeout),
        'most attempts': activity.retryPolicy?.maximumAttempts ?? 0,
      },
    };
  }
  const timer = event.timerStartedEventAttributes;
  if (isGiven(timer)) {
    const ms = milliseconds(timer.startToFireTimeout);
    return { kind: 'timer', id: timer.timerId ?? '', facts: { milliseconds: ms } };
  }
  const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
  if (!isGiven(child)) return null;
  return {
    kind: 'child',
    id: child.workflowId ?? '',
    facts: {
      type: child.workflowType?.name ?? '',
      arguments: payloadsText(child.input?.payloads),
      memo: fieldsText(child.memo?.fields),
      summary,
      queue: child.taskQueue?.name ?? '',
      'parent close policy': child.parentClosePolicy ?? 0,
      'id reuse policy': child.workflowIdReusePolicy ?? 0,
    },
  };
}

function cancelled(
  event: RecordedEvent,
  byEvent: ReadonlyMap<number, RecordedEvent>,
): Command | null {
  const timer = event.timerCanceledEventAttributes;
  if (isGiven(timer)) return { kind: 'timer-cancel', id: timer.timerId ?? '', facts: {} };
  const activity = event.activityTaskCancelRequestedEventAttributes;
  if (isGiven(activity)) {
    const scheduledBy = byEvent.get(Number(activity.scheduledEventId));
    const id = scheduledBy?.activityTaskScheduledEventAttributes?.activityId ?? '';
    return { kind: 'activity-cancel', id, facts: {} };
  }
  const other = event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes;
  if (!isGiven(other)) return null;
  return { kind: 'external-cancel', id: other.workflowExecution?.workflowId ?? '', facts: {} };
}

function toldOthers(event: RecordedEvent): Command | null {
  const signal = event.signalExternalWorkflowExecutionInitiatedEventAttributes;
  if (isGiven(signal)) {
    const to = signal.workflowExecution?.workflowId ?? '';
    return {
      kind: 'signal',
      id: `${signal.signalName ?? ''} to ${to}`,
      facts: { arguments: payloadsText(signal.input?.payloads) },
    };
  }
  const memo = event.workflowPropertiesModifiedEventAttributes;
  if (isGiven(memo)) {
    return { kind: 'memo', id: '', facts: { fields: fieldsText(memo.upsertedMemo?.fields) } };
  }
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName !== 'core_patch') return null;
  const [data] = marker.details?.['patch-data']?.payloads ?? [];
  const { id = '' } = JSON.parse(payloadText(data) || '{}') as { id?: string };
  return { kind: 'patch', id, facts: {} };
}

function answered(
  event: RecordedEvent,
  byEvent: ReadonlyMap<number, RecordedEvent>,
): Command | null {
  const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
  if (isGiven(accepted)) {
    return { kind: 'update-accepted', id: accepted.protocolInstanceId ?? '', facts: {} };
  }
  const completed = event.workflowExecutionUpdateCompletedEventAttributes;
  if (!isGiven(completed)) return null;
  const by = byEvent.get(Number(completed.acceptedEventId));
  return {
    kind: 'update-completed',
    id: by?.workflowExecutionUpdateAcceptedEventAttributes?.protocolInstanceId ?? '',
    facts: {
      answer: answerText(completed.outcome?.success?.payloads, completed.outcome?.failure?.message),
    },
  };
}

/** What an update was answered with; one answer is no list of one. */
export function answerText(
  payloads: Parameters<typeof payloadsText>[0],
  failure: string | null | undefined,
): string {
  return !isGiven(failure) ? payloadsText(payloads) : `failed: ${failure}`;
}

function ended(event: RecordedEvent): Command | null {
  const result = event.workflowExecutionCompletedEventAttributes;
  if (isGiven(result)) {
    return {
      kind: 'end',
      id: 'completed',
      facts: { result: payloadsText(result.result?.payloads) },
    };
  }
  const failed = event.workflowExecutionFailedEventAttributes;
  if (isGiven(failed)) return { kind: 'end', id: 'failed', facts: failureFacts(failed.failure) };
  if (isGiven(event.workflowExecutionCanceledEventAttributes)) {
    return { kind: 'end', id: 'cancelled', facts: {} };
  }
  return !isGiven(event.workflowExecutionContinuedAsNewEventAttributes)
    ? null
    : { kind: 'end', id: 'continued as new', facts: {} };
}

type Failure = NonNullable<RecordedEvent['workflowExecutionFailedEventAttributes']>['failure'];

/** Where it was thrown differs between builds, and is left out. */
export function failureFacts(failure: Failure): Command['facts'] {
  const application = failure?.applicationFailureInfo;
  return {
    message: failure?.message ?? '',
    type: application?.type ?? '',
    details: payloadsText(application?.details?.payloads),
  };
}
