import { Cron } from 'croner';
import type { Calendar, CalendarRange, Schedule } from '../../plan/schedule.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** How far is looked ahead: each zone puts its clocks forward at most once in it. */
const DAYS = 366;

/**
 * The times of a schedule, within a year, that its zone's clocks never show because they are put
 * forward over them: Temporal begins nothing then. As the clocks would show them, `2027-03-28 02:30`.
 * A day that has other times of the schedule misses nothing.
 */
export function timesOffTheClocks(
  { when, timezone, skip }: Pick<Schedule, 'when' | 'timezone' | 'skip'>,
  from: Date,
): readonly string[] {
  return gapsOf(timezone, from)
    .flatMap(({ begin, end }) => {
      const due = dueOn(when, begin);
      const isMissed = due.every((wall) => wall >= begin && wall < end);
      return isMissed ? due : [];
    })
    .filter((wall) => !skip.some((calendar) => fits(calendar, wall)))
    .map((wall) => wall.toISOString().slice(0, 16).replace('T', ' '));
}

/** Clocks as a Date whose UTC is what they show. */
type Wall = Date;

function gapsOf(timezone: string, from: Date): readonly { begin: Wall; end: Wall }[] {
  const wallAt = wallClock(timezone);
  const offset = (time: number): number => wallAt(time) - time;
  const first = Math.floor(from.getTime() / MINUTE) * MINUTE;
  return Array.from({ length: DAYS }, (_, day) => first + day * DAY).flatMap((start) => {
    if (offset(start + DAY) <= offset(start)) return [];
    let before = start;
    let after = start + DAY;
    while (after - before > MINUTE) {
      const middle = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
      if (offset(middle) > offset(start)) after = middle;
      else before = middle;
    }
    return [{ begin: new Date(after + offset(start)), end: new Date(wallAt(after)) }];
  });
}

function wallClock(timezone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const number = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
    return Date.UTC(
      ...([number('year'), number('month') - 1, number('day')] as const),
      ...([number('hour'), number('minute')] as const),
    );
  };
}

/** When the schedule is due on the day of a time, by the minute, whatever the clocks do. */
function dueOn(when: Schedule['when'], time: Wall): readonly Wall[] {
  const day = Math.floor(time.getTime() / DAY) * DAY;
  if (when.kind === 'cron') {
    const cron = new Cron(when.expression, { timezone: 'UTC', paused: true });
    const due: Wall[] = [];
    let next = cron.nextRun(new Date(day - 1000));
    while (next !== null && next.getTime() < day + DAY) {
      due.push(next);
      next = cron.nextRun(next);
    }
    return due;
  }
  return Array.from(
    { length: DAY / MINUTE },
    (_, minute) => new Date(day + minute * MINUTE),
  ).filter((wall) => when.calendars.some((calendar) => fits(calendar, wall)));
}

/** To the minute: seconds are not looked at. */
function fits(calendar: Calendar, wall: Wall): boolean {
  return (
    holds(calendar.minute, wall.getUTCMinutes()) &&
    holds(calendar.hour, wall.getUTCHours()) &&
    holds(calendar.dayOfMonth, wall.getUTCDate()) &&
    holds(calendar.month, wall.getUTCMonth() + 1) &&
    holds(calendar.year, wall.getUTCFullYear()) &&
    holds(calendar.dayOfWeek, wall.getUTCDay())
  );
}

function holds(ranges: readonly CalendarRange[], value: number): boolean {
  if (ranges.length === 0) return true;
  return ranges.some(
    ({ start, end, step }) =>
      value >= start && value <= Math.max(start, end) && (value - start) % Math.max(1, step) === 0,
  );
}
