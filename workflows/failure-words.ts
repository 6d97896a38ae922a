import { ApplicationFailure, TimeoutFailure, type ActivityFailure } from '@temporalio/workflow';
import type { FailureRecord } from '../plan/run-record.js';

/**
 * What an activity's failure says, for the record: the type and sentence that the activity gave, or
 * which time-out ended it.
 */
export function failureRecord(error: ActivityFailure): FailureRecord {
  const cause = error.cause;
  if (cause instanceof ApplicationFailure) {
    return { type: cause.type ?? 'Failure', message: cause.message };
  }
  if (cause instanceof TimeoutFailure) {
    if (cause.cause instanceof ApplicationFailure) {
      const { type, message } = cause.cause;
      return { type: type ?? 'Failure', message: `${message} (asked until the time limit)` };
    }
    return {
      type: 'ActivityTimeout',
      message: `${error.activityType} did not end in time (${cause.timeoutType})`,
    };
  }
  return { type: 'Failure', message: cause?.message ?? error.message };
}
