import { boolean, choice, duration, exactlyOne, free, map, text } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';

const MONTHS =
  'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER';
const DAYS = 'SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY';

export interface CalendarField {
  readonly description: string;
  readonly low: number;
  readonly high: number;
  /** Names of the values from `low` on. */
  readonly names: readonly string[];
}

/** What a calendar is made of: a day is due when all that is said of it holds. */
export const CALENDAR_FIELDS = {
  minute: { description: 'Minutes of the hour; default 0.', low: 0, high: 59, names: [] },
  hour: { description: 'Hours of the day.', low: 0, high: 23, names: [] },
  dayOfMonth: { description: 'Days of the month; default any.', low: 1, high: 31, names: [] },
  month: { description: 'Months; default any.', low: 1, high: 12, names: MONTHS.split(' ') },
  dayOfWeek: {
    description: 'Days of the week, 0 is Sunday; default any.',
    low: 0,
    high: 6,
    names: DAYS.split(' '),
  },
} satisfies Readonly<Record<string, CalendarField>>;

export const CALENDAR_KEYS: KeyTable = Object.fromEntries(
  Object.entries(CALENDAR_FIELDS).map(([key, field]) => [key, fieldForm(field)]),
);

/** A number, a name, a range of two, or a list of these. */
function fieldForm({ description, low, high, names }: CalendarField): JsonSchema {
  const [first] = names;
  const one: readonly JsonSchema[] = [
    { type: 'integer', minimum: low, maximum: high },
    {
      type: 'string',
      pattern: '^\\s*(?:\\*|(?:[A-Za-z]+|\\d{1,2})(?:-(?:[A-Za-z]+|\\d{1,2}))?(?:/\\d{1,2})?)\\s*$',
    },
  ];
  return {
    description,
    anyOf: [...one, { type: 'array', items: { anyOf: one } }],
    examples: first === undefined ? [low, `${low}-${high}`] : [first],
  };
}

const CALENDAR = map('Moments at which all of this holds.', CALENDAR_KEYS, { required: ['hour'] });

const DAY = '^\\d{4}-\\d{2}-\\d{2}$';

export const EXCEPTION_KEYS: KeyTable = {
  from: text('The first day.', { pattern: DAY, examples: ['2026-12-20'] }),
  to: text('The last day.', { pattern: DAY, examples: ['2027-01-06'] }),
  reason: text('Why nothing is begun then.'),
};

export const SCHEDULE_KEYS: KeyTable = {
  mode: choice('drill: nobody is there to confirm a live run.', ['drill']),
  cron: text('Minute, hour, day of the month, month, day of the week.', {
    examples: ['0 3 * * SUN'],
  }),
  calendar: {
    description: 'Instead of cron: a map of fields, or a list of them.',
    anyOf: [CALENDAR, { type: 'array', items: CALENDAR, minItems: 1 }],
  },
  timezone: text('A name of the IANA, which knows summer time.', { examples: ['Europe/Berlin'] }),
  overlap: choice('skip: a drill that is due while the last one still runs is left out.', ['skip']),
  catchup: duration('How late a drill may begin that was due while no server ran; default 1h.'),
  jitter: duration('Drills begin up to so much later, at random.'),
  except: {
    description: 'Days on which nothing is begun.',
    type: 'array',
    items: map('Days, the first and the last included.', EXCEPTION_KEYS, {
      required: ['from', 'to'],
    }),
  },
  pauseOnFailure: boolean('Whether a drill that fails pauses the schedule; default true.'),
  maxRunTime: duration('A drill that takes longer is ended; 1m or more.'),
  inputs: free('What is given to each drill: values by input.'),
  note: text('For readers of the schedule.'),
};

/** The value of `schedule`. */
export const SCHEDULE: JsonSchema = map('When a drill of this runbook is to run.', SCHEDULE_KEYS, {
  required: ['mode', 'timezone'],
  ...exactlyOne(['cron', 'calendar']),
});
