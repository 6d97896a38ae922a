import { describe, expect, it } from '@jest/globals';
import type { ModeChange } from '../../../plan/plan-change.js';
import { renderDiff } from '../../../report/terminal/render-diff.js';

const NAMES = { before: 'a.yaml', after: 'b.yaml' };

const change = (parts: Partial<ModeChange>): ModeChange => ({
  subject: { kind: 'step', id: 'db' },
  change: 'changed',
  property: null,
  before: null,
  after: null,
  danger: null,
  modes: ['drill', 'live'],
  ...parts,
});

const lines = (changes: readonly ModeChange[]) =>
  renderDiff(changes, NAMES, { colour: false }).split('\n');

describe('what has changed, for a person', () => {
  it('is said to be nothing where it is nothing', () => {
    expect(lines([])).toEqual(['a.yaml -> b.yaml: no change in meaning', '']);
  });

  it('puts what may hurt first, with the reason below', () => {
    const text = lines([
      change({ property: 'title', before: 'x', after: 'y' }),
      change({ property: 'timeoutSeconds', before: 60, after: 5400, danger: 'it is long' }),
    ]);

    expect(text).toEqual([
      'a.yaml -> b.yaml: 2 changes',
      '',
      'Look twice',
      '  step db  timeout: 1m -> 1h30m',
      '      it is long',
      '',
      'Others',
      '  step db  title: x -> y',
      '',
    ]);
  });

  it.each([
    [
      {
        subject: { kind: 'runbook', id: null } as const,
        property: 'schedule.when',
        before: { kind: 'cron', expression: '0 3 * * SUN' },
        after: {
          kind: 'calendar',
          calendars: [
            {
              minute: [{ start: 0, end: 0, step: 1 }],
              hour: [{ start: 3, end: 3, step: 1 }],
              dayOfMonth: [{ start: 1, end: 7, step: 2 }],
              month: [],
              dayOfWeek: [{ start: 1, end: 5, step: 1 }],
            },
          ],
        },
        modes: ['drill'] as const,
      },
      'schedule.when: cron 0 3 * * SUN -> calendar minute: 0, hour: 3, dayOfMonth: 1-7/2, dayOfWeek: 1-5',
    ],
    [
      {
        subject: { kind: 'runbook', id: null } as const,
        property: 'schedule.skip',
        before: [],
        after: [
          {
            year: [{ start: 2026, end: 2026, step: 1 }],
            month: [{ start: 12, end: 12, step: 1 }],
            dayOfMonth: [{ start: 20, end: 31, step: 1 }],
            comment: 'Holidays',
          },
        ],
        modes: ['drill'] as const,
      },
      'schedule.except: none -> days 20-31 of 2026-12 (Holidays)',
    ],
    [
      {
        subject: { kind: 'runbook', id: null } as const,
        change: 'added' as const,
        property: 'schedule',
        after: { mode: 'drill' },
        modes: ['drill'] as const,
      },
      'added: schedule',
    ],
    [
      {
        property: 'machines.tolerate',
        before: { kind: 'count', value: 0 },
        after: { kind: 'percent', value: 10 },
      },
      'step db  machines.tolerate: 0 -> 10%',
    ],
    [
      {
        property: 'restorePoint',
        before: { kind: 'latest' },
        after: { kind: 'before', time: { kind: 'expression', cel: 'inputs.t' } },
      },
      'step db  restorePoint: latest -> before ${{ inputs.t }}',
    ],
    [
      {
        property: 'probe',
        before: {
          kind: 'tcp',
          host: { kind: 'literal', value: 'a' },
          port: { kind: 'literal', value: 1 },
        },
        after: {
          kind: 'tcp',
          host: { kind: 'text', parts: ['a', { cel: 'run.id' }] },
          port: { kind: 'literal', value: 1 },
        },
      },
      'step db  probe: tcp host a, port 1 -> tcp host a${{ run.id }}, port 1',
    ],
    [{ property: 'needs', before: [], after: ['a', 'b'] }, 'step db  needs: none -> a, b'],
    [
      { change: 'removed', before: { id: 'db', verb: 'failover', target: 'erp' }, modes: ['live'] },
      'step db  removed: failover erp  (live only)',
    ],
    [
      {
        subject: { kind: 'target', id: 'erp' },
        change: 'added',
        after: { id: 'erp', kind: 'failoverPlan', name: 'ERP' },
      },
      'target erp  added: failoverPlan "ERP"',
    ],
    [
      {
        subject: { kind: 'runbook', id: null },
        property: 'limits.pauseTimeoutSeconds',
        before: 1,
        after: null,
      },
      'defaults.pauseTimeout: 1s -> none',
    ],
    [
      {
        subject: { kind: 'runbook', id: null },
        change: 'removed',
        property: 'modes',
        before: 'drill',
        modes: ['drill'],
      },
      'removed: mode drill',
    ],
    [{ property: 'title', before: 'x\u001b[2J', after: 'y\nz' }, 'step db  title: x [2J -> y z'],
  ] satisfies [Partial<ModeChange>, string][])(
    'uses the words of the runbook: %#',
    (parts, words) => {
      expect(lines([change(parts)])[3]).toBe(`  ${words}`);
    },
  );
});
