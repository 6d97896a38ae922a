import type { Json } from '../../plan/json.js';
import type { ScheduleView } from '../schedule-view.js';
import { describeCalendars } from './describe-calendars.js';
import { localTimes } from './local-times.js';
import { byVerdict, palette } from './palette.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { alignRows, type Cell } from './table.js';
import { formatTime } from './times.js';

interface Options {
  readonly colour: boolean;
  readonly now: Date;
}

/** The schedules, one line each. */
export function renderSchedules(schedules: readonly ScheduleView[], options: Options): string {
  if (schedules.length === 0) return 'no schedules; make one with: drillbook schedule apply FILE\n';
  const colours = palette(options.colour);
  const head = ['RUNBOOK', 'WHEN', 'ZONE', 'STATE', 'NEXT', 'LAST', ''];
  const rows: Cell[][] = [head.map((text) => ({ text, paint: colours.dim }))];
  for (const schedule of schedules) {
    const [last] = schedule.lastRuns;
    const word = last === undefined ? '-' : (last.outcome ?? last.state);
    const [next] = schedule.next;
    rows.push([
      { text: schedule.runbook },
      { text: cut(plainText(whenOf(schedule)), 40) },
      { text: schedule.timezone },
      schedule.paused ? { text: 'paused', paint: colours.yellow } : { text: 'on' },
      { text: next === undefined ? '-' : formatTime(next) },
      { text: word, paint: (text) => byVerdict(colours, word, text) },
      { text: cut(notes(schedule), 100) },
    ]);
  }
  return `${alignRows(rows).join('\n')}\n`;
}

function notes({ stale, staleWhy, paused, note }: ScheduleView): string {
  const parts = [
    ...(stale === true ? [`stale: ${staleWhy ?? ''}`] : []),
    ...(paused && note !== null ? [note] : []),
  ];
  return plainText(parts.join('; '));
}

/** One schedule with its next times and last runs. */
export function renderSchedule(schedule: ScheduleView, options: Options): string {
  const colours = palette(options.colour);
  const { note, next, timezone, lastRuns, missed } = schedule;
  const lines = [
    `${colours.bold(`drill of ${schedule.runbook}`)}  ${plainText(whenOf(schedule))}, ${timezone}${schedule.paused ? colours.yellow('  paused') : ''}`,
    ...(note === null || note.startsWith('applied by ') ? [] : [`  ${plainText(note)}`]),
    `  applied ${formatTime(schedule.appliedAt)} by ${plainText(schedule.appliedBy)}${schedule.reason === '' ? '' : `: ${plainText(schedule.reason)}`}`,
    `  plan ${schedule.planHash}`,
    `  from ${plainText(schedule.file)}`,
    ...(schedule.staleWhy === null
      ? []
      : [
          colours.yellow(
            `  ${schedule.stale === true ? 'stale: ' : ''}${plainText(schedule.staleWhy)}`,
          ),
        ]),
    '',
    colours.bold(schedule.paused ? 'Next: none while it is paused' : 'Next'),
    ...localTimes(next, timezone, options.now).map((line) => `  ${line}`),
    ...offTheClocks(schedule).map((line) => colours.yellow(`  ${line}`)),
  ];
  if (missed.catchup > 0 || missed.overlap > 0) {
    lines.push(
      '',
      `Left out so far: ${missed.overlap} because a run was still going on, ${missed.catchup} because they came too late`,
    );
  }
  if (lastRuns.length > 0) {
    lines.push('', colours.bold('Last runs'));
    const rows = lastRuns.map(({ id, outcome, state, dueAt, message }) => [
      { text: id },
      { text: formatTime(dueAt) },
      {
        text: outcome ?? state,
        paint: (text: string) => byVerdict(colours, outcome ?? state, text),
      },
      { text: message === null ? '' : cut(plainText(message), 100) },
    ]);
    lines.push(...alignRows(rows, '  '));
  }
  return `${lines.join('\n')}\n`;
}

function offTheClocks({ offTheClocks: times, timezone }: ScheduleView): readonly string[] {
  const [first] = times;
  if (first === undefined) return [];
  const more = times.length === 1 ? '' : ` and ${times.length - 1} more`;
  return [
    `none on ${first}${more}: the clocks of ${timezone} are put forward over it; choose a time that each day has`,
  ];
}

function whenOf({ cron, calendar }: ScheduleView): string {
  return cron ?? describeCalendars(calendar as unknown as Json);
}
