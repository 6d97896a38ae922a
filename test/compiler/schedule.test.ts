import { describe, expect, it } from '@jest/globals';
import { planHash } from '../../plan/canonical.js';
import { compiled } from './runbook-text.js';
import { compileWhole } from './whole-language.js';

const scheduleOf = (keys: string) =>
  compiled(`schedule: { mode: drill, timezone: Europe/Berlin, ${keys} }\n`).schedule;
const single = (value: number) => [{ start: value, end: value, step: 1 }];

describe('a schedule', () => {
  it('has its defaults', () => {
    expect(scheduleOf("cron: '0 3 * * SUN'")).toEqual({
      mode: 'drill',
      when: { kind: 'cron', expression: '0 3 * * SUN' },
      timezone: 'Europe/Berlin',
      overlap: 'skip',
      catchupSeconds: 3600,
      jitterSeconds: null,
      skip: [],
      pauseOnFailure: true,
      maxRunTimeSeconds: null,
      inputs: {},
      note: null,
    });
  });

  it('keeps what is said, its inputs as a run would have them', () => {
    expect(compileWhole().schedule).toMatchObject({
      jitterSeconds: 300,
      maxRunTimeSeconds: 14_400,
      inputs: { ticket: 'CHG000001' },
      note: 'Sundays, when nobody works',
    });
  });

  it.each(['*/15 0-6 * * 1-5', '0 3 1 */2 *', '@daily', '5,35 3 * * MON,WED'])(
    'takes the cron expression %s',
    (cron) => {
      expect(scheduleOf(`cron: '${cron}'`)?.when).toEqual({ kind: 'cron', expression: cron });
    },
  );

  it('takes a calendar: the first Sunday of a quarter at half past three', () => {
    const calendar =
      'calendar: { dayOfMonth: 1-7, dayOfWeek: SUN, month: [JANUARY, 4, 7-10/3], hour: 3, minute: 30 }';

    expect(scheduleOf(calendar)?.when).toEqual({
      kind: 'calendar',
      calendars: [
        {
          second: single(0),
          minute: single(30),
          hour: single(3),
          dayOfMonth: [{ start: 1, end: 7, step: 1 }],
          month: [...single(1), ...single(4), { start: 7, end: 10, step: 3 }],
          year: [],
          dayOfWeek: single(0),
          comment: null,
        },
      ],
    });
  });

  it('takes several calendars', () => {
    const when = scheduleOf('calendar: [{ hour: 3 }, { hour: 15 }]')?.when;

    expect(when?.kind === 'calendar' && when.calendars.map(({ hour }) => hour)).toEqual([
      single(3),
      single(15),
    ]);
  });

  it('turns an exception into calendars of whole days, month by month', () => {
    const skip = scheduleOf(
      "cron: '0 3 * * *', except: [{ from: 2026-12-30, to: 2027-02-02, reason: Freeze }]",
    )?.skip;

    expect(
      skip?.map(({ year, month, dayOfMonth, comment }) => [
        year[0]?.start,
        month[0]?.start,
        dayOfMonth[0]?.start,
        dayOfMonth[0]?.end,
        comment,
      ]),
    ).toEqual([
      [2026, 12, 30, 31, 'Freeze'],
      [2027, 1, 1, 31, 'Freeze'],
      [2027, 2, 1, 2, 'Freeze'],
    ]);
    expect(skip?.[0]?.hour).toEqual([{ start: 0, end: 23, step: 1 }]);
  });

  it('stands beside the plan: another hour makes no other plan', () => {
    const hash = (hour: number) => {
      const { plans } = compiled(
        `schedule: { mode: drill, timezone: UTC, cron: '0 ${hour} * * *' }\n`,
      );
      return plans.drill === null ? null : planHash(plans.drill);
    };

    expect(hash(3)).toBe(hash(4));
  });

  it('is not given when the drill has errors', () => {
    const { schedule } = compiled(
      "schedule: { mode: drill, timezone: UTC, cron: '0 3 * * *' }\ntargets:\n  p: { connection: c, failoverPlan: P }\nsteps:\n  - id: p\n    failover: p\n",
    );

    expect(schedule).toBeNull();
  });
});
