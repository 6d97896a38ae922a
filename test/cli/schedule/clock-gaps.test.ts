import { describe, expect, it } from '@jest/globals';
import { timesOffTheClocks } from '../../../cli/schedule/clock-gaps.js';
import type { Calendar } from '../../../plan/schedule.js';

const any: Calendar = {
  ...{ second: [], minute: [], hour: [], dayOfMonth: [], month: [], year: [], dayOfWeek: [] },
  comment: null,
};
const only = (value: number) => [{ start: value, end: value, step: 1 }];
const cron = (expression: string) => ({ kind: 'cron', expression }) as const;
const from = new Date('2026-11-26T12:00:00Z');

describe('times of a schedule that the clocks never show', () => {
  it('are those of the hour that is left out in spring', () => {
    const of = (expression: string, timezone: string) =>
      timesOffTheClocks({ when: cron(expression), timezone, skip: [] }, from);

    expect(of('30 2 * * SUN', 'Europe/Berlin')).toEqual(['2027-03-28 02:30']);
    expect(of('*/20 2 * * *', 'America/New_York')).toEqual([
      '2027-03-14 02:00',
      '2027-03-14 02:20',
      '2027-03-14 02:40',
    ]);
    // Lord Howe's clocks go by half an hour, in October.
    expect(of('15 2 * * *', 'Australia/Lord_Howe')).toEqual(['2027-10-03 02:15']);
    expect(of('0 3 * * *', 'Europe/Berlin')).toEqual([]);
    // That day has other times.
    expect(of('30 * * * *', 'Europe/Berlin')).toEqual([]);
    expect(of('30 2 * * MON', 'Europe/Berlin')).toEqual([]);
    expect(of('30 2 * * *', 'Asia/Kolkata')).toEqual([]);
  });

  it('are found for a calendar as well, but not on days that are left out anyway', () => {
    const when = {
      kind: 'calendar',
      calendars: [{ ...any, minute: only(30), hour: only(2), dayOfWeek: only(0) }],
    } as const;
    const day = { ...any, dayOfMonth: only(28), month: only(3), year: only(2027) };
    const berlin = { when, timezone: 'Europe/Berlin' };

    expect(timesOffTheClocks({ ...berlin, skip: [] }, from)).toEqual(['2027-03-28 02:30']);
    expect(timesOffTheClocks({ ...berlin, skip: [day] }, from)).toEqual([]);
  });
});
