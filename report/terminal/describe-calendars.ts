import type { Json } from '../../plan/json.js';
import type { Calendar, CalendarRange } from '../../plan/schedule.js';

const FIELDS = ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'] as const;

/** When a schedule is due, in the words of its `calendar`: `calendar hour: 3, dayOfWeek: 1-5`. */
export function describeCalendars(calendars: Json | undefined): string {
  const all = (calendars ?? []) as unknown as readonly Calendar[];
  const parts = all.map((calendar) => {
    const fields = FIELDS.filter((field) => calendar[field].length > 0);
    return fields.map((field) => `${field}: ${ranges(calendar[field])}`).join(', ');
  });
  return `calendar ${parts.join('; or ')}`;
}

/** Days on which a schedule is not due: a calendar for each month of an exception. */
export function describeDays(calendars: Json): string {
  const all = calendars as unknown as readonly Calendar[];
  if (all.length === 0) return 'none';
  return all
    .map(({ year, month, dayOfMonth, comment }) => {
      const days = `days ${ranges(dayOfMonth)} of ${ranges(year)}-${ranges(month)}`;
      return comment === null ? days : `${days} (${comment})`;
    })
    .join(', ');
}

function ranges(all: readonly CalendarRange[]): string {
  return all
    .map(({ start, end, step }) => {
      const range = start === end ? String(start) : `${start}-${end}`;
      return step === 1 ? range : `${range}/${step}`;
    })
    .join(',');
}
