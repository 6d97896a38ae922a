import { ActivityFailure } from '@temporalio/workflow';
import { follows } from './activities.js';
import { setSession, type Drive } from './drive.js';
import { failureRecord } from './failure-words.js';
import {
  bareEnd,
  closeTimeout,
  lastSeen,
  type FollowEnd,
  type FollowOptions,
} from './follow-end.js';
import { now, type Run } from './run.js';

/** Follows the job of a plan that a Service Provider Console drives. */
export async function followOnConsole(
  run: Run,
  drive: Drive,
  options: FollowOptions,
): Promise<FollowEnd> {
  try {
    return note(drive, await follow(run, drive, options, false));
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { ...bareEnd('limit', failureRecord(error).message), machines: lastSeen(error) };
  }
}

/**
 * Follows the job of a plain plan by its second opinion (`confirm`). null: it has none; `absent`: it
 * could not be had, and the message says why, so that nobody takes silence for a result.
 */
export async function followSecondOpinion(
  run: Run,
  drive: Drive,
  options: FollowOptions,
): Promise<FollowEnd | null> {
  const { target, baseline } = drive;
  const trouble = target.consoleTrouble ?? null;
  if (trouble !== null) return bareEnd('absent', trouble);
  if (target.console === undefined || target.console === null) return null;
  if (baseline.console === undefined || baseline.console === null) {
    const why = baseline.consoleTrouble ?? 'it was not read before the start';
    return bareEnd('absent', `confirm was not read: ${why}`);
  }
  try {
    const end = note(drive, await follow(run, drive, options, true));
    if (end.kind !== 'absent') return end;
    return { ...end, message: `confirm tells nothing: ${end.message ?? 'no reason given'}` };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return bareEnd('absent', `confirm was not read: ${failureRecord(error).message}`);
  }
}

async function follow(
  run: Run,
  drive: Drive,
  options: FollowOptions,
  isSecondOpinion: boolean,
): Promise<FollowEnd> {
  const { step, activityId, pollSeconds, deadline } = options;
  const result = await follows.followConsolePlan.executeWithOptions(
    {
      activityId: `${activityId}/console`,
      summary: `${drive.target.name}: machines at the Console`,
      scheduleToCloseTimeout: closeTimeout(deadline),
    },
    [
      {
        step,
        target: drive.target,
        baseline: drive.baseline,
        sentAt: drive.job?.sentAt ?? now(),
        isSecondOpinion,
        pollSeconds,
        until: new Date(deadline).toISOString(),
      },
    ],
  );
  run.logCalls(step, result.calls);
  return result;
}

/** No answer names the session of a Console's job: it is the one that is new. */
function note(drive: Drive, end: FollowEnd): FollowEnd {
  if (end.kind === 'over') drive.isEndSeen = true;
  if (end.sessionId !== null) setSession(drive, end.sessionId, 'search');
  drive.objectSessions = end.objectSessions ?? drive.objectSessions;
  return end;
}
