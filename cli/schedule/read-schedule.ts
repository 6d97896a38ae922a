import type { ScheduleDescription, ScheduleHandle } from '@temporalio/client';
import type { RunInput } from '../../plan/run-input.js';
import type { ScheduleView } from '../../report/schedule-view.js';
import { wrongUse } from '../command-error.js';
import type { Io } from '../io.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { lastRunsOf } from './last-runs.js';
import { inputOf, scheduleIdOf } from './schedule-id.js';
import { timesOffTheClocks } from './clock-gaps.js';
import { staleness } from './staleness.js';

const NEXT = 5;

/** A schedule that is there, and the input that it gives its runs. */
export interface FoundSchedule {
  readonly handle: ScheduleHandle;
  readonly description: ScheduleDescription;
  readonly input: RunInput;
}

/** The schedule of a runbook; throws wrong use when there is none, or when it isn't one of ours. */
export async function findSchedule(
  session: TemporalSession,
  runbook: string,
): Promise<FoundSchedule> {
  const found = await lookForSchedule(session, runbook);
  if (found !== null) return found;
  throw wrongUse(
    `there is no schedule of runbook ${runbook}; see: drillbook schedule list, or make it with: drillbook schedule apply FILE`,
  );
}

/** The schedule of a runbook; null: there is none. */
export async function lookForSchedule(
  session: TemporalSession,
  runbook: string,
): Promise<FoundSchedule | null> {
  const { ScheduleNotFoundError } = await import('@temporalio/client');
  const handle = session.client.schedule.getHandle(scheduleIdOf(runbook));
  try {
    const description = await handle.describe();
    const input = inputOf(description);
    if (input === null) {
      throw wrongUse(
        `the schedule ${scheduleIdOf(runbook)} was not made by drillbook schedule apply: look at it in Temporal, and delete it there if it is in the way`,
      );
    }
    return { handle, description, input };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/** A schedule as it is shown. */
export async function viewOf(
  session: TemporalSession,
  { description, input }: FoundSchedule,
  io: Io,
): Promise<ScheduleView> {
  const { state, info } = description;
  const origin = input.schedule;
  if (origin === undefined) throw new Error('a schedule of ours says where it comes from');
  const { spec } = origin;
  const { stale, why } = await staleness(input, io);
  return {
    runbook: input.plan.runbook.id,
    mode: 'drill',
    cron: spec.when.kind === 'cron' ? spec.when.expression : null,
    calendar: spec.when.kind === 'calendar' ? spec.when.calendars : null,
    timezone: spec.timezone,
    paused: state.paused,
    note: state.note === undefined || state.note === '' ? null : state.note,
    next: state.paused ? [] : info.nextActionTimes.slice(0, NEXT).map((time) => time.toISOString()),
    offTheClocks: timesOffTheClocks(spec, io.now()),
    planHash: input.planHash,
    stale,
    staleWhy: why,
    file: origin.file,
    appliedBy: origin.appliedBy.name,
    appliedAt: origin.appliedAt,
    reason: origin.reason,
    lastRuns: await lastRunsOf(session, description),
    missed: { catchup: info.numActionsMissedCatchupWindow, overlap: info.numActionsSkippedOverlap },
  };
}
