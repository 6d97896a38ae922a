import { nearestName } from '../../plan/nearest-name.js';
import type { JsonObject } from '../../plan/json.js';
import type { PlanInput } from '../../plan/plan.js';
import type { Calendar, Schedule } from '../../plan/schedule.js';
import type { DocNode, Entry, Located } from '../document-node.js';
import { headSpan } from '../document-node.js';
import { EXCEPTION_KEYS, SCHEDULE_KEYS } from '../keys/schedule-keys.js';
import type { Problems } from '../problems.js';
import { parseDay, readCalendars, wholeDays } from './calendar.js';
import { cronProblem } from './cron.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { readTyped } from './inputs.js';
import { adviseName } from './names.js';
import { readBoolean, readChoice, readDuration, readText, wrongType } from './scalars.js';

const SHAPE = { what: 'schedule', known: Object.keys(SCHEDULE_KEYS) };

const HOUR = 3600;

/** Temporal takes no shorter window (its documentation of schedules: 10 seconds at least). */
const LEAST_CATCHUP = 10;

/** Reads `schedule`: when a drill of this runbook is to run. */
export function readSchedule(
  { value: node, keySpan: span }: Entry,
  inputs: readonly PlanInput[],
  problems: Problems,
): Located<Schedule> | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const value = (key: string): DocNode | undefined => fields.entries.get(key)?.value;
  const seconds = (key: string, least?: number): number | null => {
    const found = value(key);
    return found === undefined ? null : readDuration(found, `schedule.${key}`, problems, least);
  };
  readMode(fields, problems);
  const when = readWhen(fields, problems);
  const timezone = readTimezone(fields, problems);
  const [overlap, note, pause] = [value('overlap'), value('note'), value('pauseOnFailure')];
  if (overlap !== undefined) readChoice(overlap, 'schedule.overlap', ['skip'], problems);
  const schedule = {
    mode: 'drill',
    overlap: 'skip',
    catchupSeconds: seconds('catchup', LEAST_CATCHUP) ?? HOUR,
    jitterSeconds: seconds('jitter'),
    skip: readExcept(value('except'), problems),
    pauseOnFailure: (pause && readBoolean(pause, 'schedule.pauseOnFailure', problems)) ?? true,
    maxRunTimeSeconds: seconds('maxRunTime', 60),
    inputs: readScheduleInputs(fields, inputs, problems),
    note: note === undefined ? null : readText(note, 'schedule.note', problems),
  } as const;
  if (when === null || timezone === null) return null;
  return { value: { ...schedule, when, timezone }, span };
}

/** Nobody is there to confirm a live run. */
function readMode(fields: Fields, problems: Problems): void {
  const node = need(fields, 'mode', '"mode: drill"', problems);
  if (node === null) return;
  if (node.kind === 'scalar' && node.value === 'live') {
    const why = 'nobody is there to confirm a live run';
    problems.add('schedule-not-drill', node.span, { why });
  } else readChoice(node, 'schedule.mode', ['drill'], problems);
}

function readWhen(fields: Fields, problems: Problems): Schedule['when'] | null {
  const [cron, calendar] = [fields.entries.get('cron'), fields.entries.get('calendar')];
  if ((cron === undefined) === (calendar === undefined)) {
    if (cron === undefined && fields.hasStranger) return null;
    problems.add('exactly-one', calendar?.keySpan ?? fields.span, {
      what: 'A schedule',
      known: 'cron, calendar',
      found: cron === undefined ? 'none' : 'both',
      advice: `Write cron: '0 3 * * SUN', or calendar: { dayOfWeek: SUNDAY, hour: 3 }.`,
    });
    return null;
  }
  if (calendar !== undefined) {
    return { kind: 'calendar', calendars: readCalendars(calendar.value, problems) };
  }
  const expression = cron && readText(cron.value, 'schedule.cron', problems);
  if (cron === undefined || expression === null || expression === undefined) return null;
  const problem = cronProblem(expression);
  if (problem === null) return { kind: 'cron', expression };
  problems.add('bad-cron', cron.value.span, { found: expression, problem });
  return null;
}

function readTimezone(fields: Fields, problems: Problems): string | null {
  const node = need(fields, 'timezone', 'a time zone, as "timezone: Europe/Berlin"', problems);
  const name = node === null ? null : readText(node, 'schedule.timezone', problems);
  if (node === null || name === null) return null;
  if (isTimezone(name)) return name;
  const nearest = nearestName(name, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
  const advice = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  problems.add('bad-timezone', node.span, { found: name, nearest: advice });
  return null;
}

/** A name of the IANA's list: an offset like +01:00 knows no summer time. */
function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || name.length > 64) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const EXCEPTION = { what: 'an exception', known: Object.keys(EXCEPTION_KEYS) };

/** At most so many days in one exception: longer ones are a schedule to be paused. */
const LONGEST_DAYS = 366;

function readExcept(node: DocNode | undefined, problems: Problems): readonly Calendar[] {
  if (node === undefined) return [];
  if (node.kind !== 'list') {
    wrongType(node, 'except', 'a list of { from, to, reason }', problems);
    return [];
  }
  return node.items.flatMap((item) => readException(item, problems));
}

function readException(node: DocNode, problems: Problems): readonly Calendar[] {
  const fields = readFields(node, EXCEPTION, problems);
  if (fields === null) return [];
  const fromNode = need(fields, 'from', 'from: 2026-12-20', problems);
  const toNode = need(fields, 'to', 'to: 2027-01-06', problems);
  const reasonNode = fields.entries.get('reason')?.value;
  const reason = reasonNode === undefined ? null : readText(reasonNode, 'reason', problems);
  const [from, to] = [fromNode, toNode].map((day) => day && readDay(day, problems));
  if (!from || !to || toNode === null) return [];
  const [first, last] = [from, to].map(({ text }) => Date.parse(`${text}T00:00:00Z`) / 86_400_000);
  const days = (last ?? 0) - (first ?? 0) + 1;
  if (days >= 1 && days <= LONGEST_DAYS) return wholeDays(from.day, to.day, reason);
  problems.add('out-of-range', headSpan(toNode), {
    what: 'The number of days from "from" to "to"',
    low: 1,
    high: LONGEST_DAYS,
    found: days,
  });
  return [];
}

function readDay(node: DocNode, problems: Problems) {
  const text = readText(node, 'a day', problems);
  if (text === null) return null;
  const day = parseDay(text);
  if (day !== null) return { text, day };
  problems.add('bad-day', headSpan(node), { found: text });
  return null;
}

function readScheduleInputs(
  fields: Fields,
  declared: readonly PlanInput[],
  problems: Problems,
): JsonObject {
  const entry = fields.entries.get('inputs');
  if (entry !== undefined && entry.value.kind !== 'map') {
    wrongType(entry.value, 'schedule.inputs', 'a map of values by input', problems);
    return {};
  }
  const given = entry?.value.kind === 'map' ? entry.value.entries : [];
  for (const input of declared) {
    const isGiven = given.some(({ key }) => key === input.name);
    if (!input.required || isGiven) continue;
    problems.add('missing-input', entry?.keySpan ?? fields.span, { input: input.name });
  }
  return Object.fromEntries(
    given.flatMap(({ key, keySpan, value }) => {
      const input = declared.find(({ name }) => name === key);
      if (input !== undefined) return [[key, readTyped(value, 'value', input, problems)]];
      const names = declared.map(({ name }) => name);
      problems.add('unknown-input', keySpan, {
        found: key,
        advice: adviseName(key, names, 'inputs'),
      });
      return [];
    }),
  );
}
