import type { Calendar, CalendarRange } from '../../plan/schedule.js';
import type { DocNode } from '../document-node.js';
import type { CalendarField } from '../keys/schedule-keys.js';
import { CALENDAR_FIELDS, CALENDAR_KEYS } from '../keys/schedule-keys.js';
import type { Problems } from '../problems.js';
import { need, readFields } from './fields.js';
import { wrongType } from './scalars.js';

type FieldName = keyof typeof CALENDAR_FIELDS;

const SHAPE = { what: 'calendar', known: Object.keys(CALENDAR_KEYS) };

/** Reads `calendar`: one map of fields, or a list of them; a day is due when all fields of one hold. */
export function readCalendars(node: DocNode, problems: Problems): readonly Calendar[] {
  const items = node.kind === 'list' ? node.items : [node];
  if (items.length === 0) wrongType(node, 'calendar', 'a map, or a list of maps', problems);
  return items.flatMap((item) => readCalendar(item, problems) ?? []);
}

function readCalendar(node: DocNode, problems: Problems): Calendar | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  need(fields, 'hour', 'an hour, as "hour: 3": without one it would be midnight', problems);
  const read = (name: FieldName, standard: readonly CalendarRange[]) => {
    const value = fields.entries.get(name)?.value;
    return value === undefined ? standard : readField(value, name, problems);
  };
  return {
    second: [single(0)],
    minute: read('minute', [single(0)]),
    hour: read('hour', [single(0)]),
    dayOfMonth: read('dayOfMonth', []),
    month: read('month', []),
    year: [],
    dayOfWeek: read('dayOfWeek', []),
    comment: null,
  };
}

function readField(node: DocNode, name: FieldName, problems: Problems): readonly CalendarRange[] {
  if (node.kind === 'scalar' && node.value === '*') return [full(CALENDAR_FIELDS[name])];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    const range =
      item.kind === 'scalar' ? parseRange(String(item.value), CALENDAR_FIELDS[name]) : null;
    if (range !== null) return [range];
    const { low, high, names } = CALENDAR_FIELDS[name];
    const or = names.length === 0 ? '' : `, a name like ${String(names[0])}`;
    const expected = `a number from ${low} to ${high}${or}, or a range of two with "-" between`;
    wrongType(item, name, expected, problems);
    return [];
  });
}

/** `3`, `MONDAY`, `1-7`, `MON-FRI`, and `/N` behind for every Nth. */
function parseRange(text: string, field: CalendarField): CalendarRange | null {
  const match = /^([A-Za-z]+|\d{1,2})(?:-([A-Za-z]+|\d{1,2}))?(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, first = '', second, every] = match;
  const start = valueOf(first, field);
  const end = second === undefined ? start : valueOf(second, field);
  const step = every === undefined ? 1 : Number(every);
  if (start === null || end === null || end < start || step < 1) return null;
  return { start, end, step };
}

function valueOf(text: string, { low, high, names }: CalendarField): number | null {
  if (/^\d/.test(text)) {
    const number = Number(text);
    return number >= low && number <= high ? number : null;
  }
  const word = text.toUpperCase();
  const at = names.findIndex(
    (name) => name === word || (word.length === 3 && name.startsWith(word)),
  );
  return at < 0 ? null : low + at;
}

function full({ low, high }: CalendarField): CalendarRange {
  return { start: low, end: high, step: 1 };
}

/** One value as a range. */
function single(value: number): CalendarRange {
  return { start: value, end: value, step: 1 };
}

/** Every moment of the days from one date to another, both included: a calendar for each month. */
export function wholeDays(from: Day, to: Day, comment: string | null): readonly Calendar[] {
  const calendars: Calendar[] = [];
  let { year, month } = from;
  while (year < to.year || (year === to.year && month <= to.month)) {
    const isFirst = year === from.year && month === from.month;
    const isLast = year === to.year && month === to.month;
    const days = { start: isFirst ? from.day : 1, end: isLast ? to.day : 31, step: 1 };
    calendars.push({
      second: [{ start: 0, end: 59, step: 1 }],
      minute: [full(CALENDAR_FIELDS.minute)],
      hour: [full(CALENDAR_FIELDS.hour)],
      dayOfMonth: [days],
      month: [single(month)],
      year: [single(year)],
      dayOfWeek: [],
      comment,
    });
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
  return calendars;
}

/** A day of the calendar, wherever. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `2026-12-24` as a day; null: it is none. */
export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) return null;
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}
