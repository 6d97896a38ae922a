import { readJson } from '../container/hostile-json.js';
import { type payloadsText, payloadText } from '../replay/payloads.js';
import { eventsOf, type HistoryEvent, type TreeHistory } from '../tree.js';

/** An activity as a history has it. */
export interface RecordedActivity {
  readonly workflowId: string;
  readonly activityId: string;
  readonly type: string;
  readonly scheduledEvent: number;
  /** ISO 8601, of its end; null: it has none. */
  readonly endedAt: string | null;
  readonly input: unknown;
  readonly result: unknown;
  readonly failure: { readonly type: string; readonly message: string } | null;
}

/** The activities of a workflow, in the order in which they were scheduled. */
export function activitiesOf(workflow: TreeHistory): readonly RecordedActivity[] {
  const ends = new Map<number, HistoryEvent>();
  const events = eventsOf(workflow);
  for (const event of events) {
    const by =
      event.activityTaskCompletedEventAttributes?.scheduledEventId ??
      event.activityTaskFailedEventAttributes?.scheduledEventId ??
      event.activityTaskTimedOutEventAttributes?.scheduledEventId ??
      event.activityTaskCanceledEventAttributes?.scheduledEventId;
    if (by !== null && by !== undefined) ends.set(Number(by), event);
  }
  return events.flatMap((event): RecordedActivity[] => {
    const attributes = event.activityTaskScheduledEventAttributes ?? null;
    if (attributes === null) return [];
    const scheduledEvent = Number(event.eventId);
    const end = ends.get(scheduledEvent);
    return [
      {
        workflowId: workflow.workflowId,
        activityId: attributes.activityId ?? '',
        type: attributes.activityType?.name ?? '',
        scheduledEvent,
        endedAt: end === undefined ? null : timeOf(end),
        input: argumentOf(attributes.input?.payloads),
        result: argumentOf(end?.activityTaskCompletedEventAttributes?.result?.payloads),
        failure: failureOf(end),
      },
    ];
  });
}

function failureOf(end: HistoryEvent | undefined): RecordedActivity['failure'] {
  const failure =
    end?.activityTaskFailedEventAttributes?.failure ??
    end?.activityTaskTimedOutEventAttributes?.failure ??
    null;
  if (failure === null) {
    const isCancelled = (end?.activityTaskCanceledEventAttributes ?? null) !== null;
    return isCancelled ? { type: 'Cancelled', message: 'cancelled' } : null;
  }
  const type = failure.applicationFailureInfo?.type ?? '';
  return { type: type === '' ? 'Timeout' : type, message: failure.message ?? '' };
}

/** The first payload as JSON; null: there is none. Ours take and give one thing. */
export function argumentOf(payloads: Parameters<typeof payloadsText>[0]): unknown {
  const text = payloadText(payloads?.[0]);
  return text === '' ? null : readJson(text);
}

/** When an event happened, ISO 8601 in UTC with milliseconds. */
export function timeOf({ eventTime }: HistoryEvent): string {
  const seconds = Number(eventTime?.seconds?.toString() ?? 0);
  return new Date(seconds * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6)).toISOString();
}

/** What an activity returned, but for the calls that it made: they stand in calls.json. */
export function withoutCalls(result: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(result as Record<string, unknown>).filter(([name]) => name !== 'calls'),
  );
}
