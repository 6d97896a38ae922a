import type { CalendarSpec, DayOfWeek, Month, ScheduleSpec } from '@temporalio/client';
import type { Calendar, CalendarRange, Schedule } from '../../plan/schedule.js';

const MONTHS: readonly Month[] = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
];
const DAYS: readonly DayOfWeek[] = [
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
];

/** When a schedule is due, as Temporal takes it. */
export function temporalSpec(schedule: Schedule): ScheduleSpec {
  const { when, timezone, jitterSeconds, skip } = schedule;
  return {
    ...(when.kind === 'cron'
      ? { cronExpressions: [when.expression] }
      : { calendars: when.calendars.map(calendarSpec) }),
    timezone,
    ...(jitterSeconds === null ? {} : { jitter: jitterSeconds * 1000 }),
    ...(skip.length === 0 ? {} : { skip: skip.map(calendarSpec) }),
  };
}

function calendarSpec(calendar: Calendar): CalendarSpec {
  const { comment } = calendar;
  return {
    second: numbers(calendar.second),
    minute: numbers(calendar.minute),
    hour: numbers(calendar.hour),
    dayOfMonth: numbers(calendar.dayOfMonth),
    month: named(calendar.month, (month) => MONTHS[month - 1] ?? 'JANUARY'),
    year: numbers(calendar.year),
    dayOfWeek: named(calendar.dayOfWeek, (day) => DAYS[day] ?? 'SUNDAY'),
    ...(comment === null ? {} : { comment }),
  };
}

function numbers(ranges: readonly CalendarRange[]) {
  return ranges.length === 0 ? ('*' as const) : ranges.map((range) => ({ ...range }));
}

function named<T>(ranges: readonly CalendarRange[], name: (number: number) => T) {
  if (ranges.length === 0) return '*' as const;
  return ranges.map(({ start, end, step }) => ({ start: name(start), end: name(end), step }));
}
