import { AUDIT_QUEUE, type Captured, type ReplayedHistory } from './capture.js';
import type { RecordedEvent } from './command.js';
import { compareCommands, type Difference } from './compare-commands.js';
import { givenCommands } from './given-commands.js';
import { recordedCommands } from './recorded-commands.js';
import { isGiven } from './is-given.js';

/**
 * The first thing in which a history is not what the workflow code does with it; null: it is. Looks at
 * what Temporal's own replay leaves out: arguments, results, time limits, a tail that was cut off.
 */
export function judgeReplay({ history }: ReplayedHistory, captured: Captured): Difference | null {
  const events = history.events ?? [];
  if (captured.error !== null) {
    return { eventId: eventIn(captured.error), message: captured.error };
  }
  if (captured.happenings.length === 0) return { eventId: null, message: 'nothing was replayed' };
  const gave = captured.happenings.flatMap((one) => (one.kind === 'gave' ? one.commands : []));
  return compareCommands({
    recorded: recordedCommands(events),
    given: givenCommands(gave, AUDIT_QUEUE),
    queue: events[0]?.workflowExecutionStartedEventAttributes?.taskQueue?.name ?? '',
    isOpen: !endsByItself(events),
  });
}

/** Temporal's words name the event: "... at event id 12 ...". */
function eventIn(message: string): number | null {
  const found = /event(?: id)?:? (\d+)/i.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}

/** The workflow came to its own end: it was not ended from outside, and is not open. */
export function endsByItself(events: readonly RecordedEvent[]): boolean {
  const last = events.at(-1);
  return (
    isGiven(last?.workflowExecutionCompletedEventAttributes) ||
    isGiven(last?.workflowExecutionFailedEventAttributes) ||
    isGiven(last?.workflowExecutionCanceledEventAttributes)
  );
}

/** It is over, however: the last event says so. */
export function isClosed(events: readonly RecordedEvent[]): boolean {
  const last = events.at(-1);
  return (
    endsByItself(events) ||
    isGiven(last?.workflowExecutionTerminatedEventAttributes) ||
    isGiven(last?.workflowExecutionTimedOutEventAttributes) ||
    isGiven(last?.workflowExecutionContinuedAsNewEventAttributes)
  );
}
