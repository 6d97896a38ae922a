import { error, text } from '../message-template.js';

/** When a drill is to run. */
export const SCHEDULE_MESSAGES = {
  'schedule-not-drill': error(
    text`A schedule starts drills only: ${'why'}`,
    text`Write "mode: drill"; a live run is started by a person, who is asked to confirm it.`,
  ),
  'bad-cron': error(
    text`"${'found'}" is not a cron expression that can be used: ${'problem'}`,
    text`Write five fields, as "0 3 * * SUN" (Sundays at 3), or use "calendar".`,
  ),
  'bad-timezone': error(
    text`"${'found'}" is not the name of a time zone`,
    text`Use a name of the IANA's list, as Europe/Berlin or UTC.${'nearest'}`,
  ),
  'bad-day': error(
    text`"${'found'}" is not a day`,
    text`Write it as 2026-12-24: a whole day in the time zone of the schedule.`,
  ),
};
