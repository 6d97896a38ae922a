import { describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import type { MachineRecord } from '../../../plan/run-record.js';
import { renderHtml } from '../../../report/html/render-html.js';
import { renderJunit } from '../../../report/junit/render-junit.js';
import { renderMarkdown } from '../../../report/markdown/render-markdown.js';
import type { ReportInput } from '../../../report/report-input.js';
import { someRecord, someStep } from '../terminal/records.js';

const EVIL = `<script>alert(1)</script>"'&\u202e\u0007|*`;
const now = new Date('2026-11-26T09:00:00Z');

function evilInput(): ReportInput {
  const record = someRecord();
  const machine: MachineRecord = {
    ...{ name: EVIL, result: 'failed', message: EVIL, restorePoint: EVIL, restorePointTime: null },
    ...{ startedAt: record.run.startedAt, endedAt: record.run.endedAt, attempts: 1 },
  };
  const error = { type: EVIL, message: EVIL };
  const person = { by: EVIL, osUser: EVIL, host: EVIL, authenticated: false, reason: EVIL };
  const at = record.run.startedAt;
  return {
    record: {
      ...record,
      run: { ...record.run, reason: EVIL, startedBy: EVIL, message: EVIL },
      steps: [someStep({ status: 'failed', error, machines: [machine] })],
      approvals: [{ ...person, step: 'go', decision: 'approved', at, planHash: EVIL }],
      interventions: [{ ...person, command: EVIL, step: null, at, accepted: true, detail: EVIL }],
      cleanup: {
        verdict: 'leftovers',
        targets: [
          { target: EVIL, action: 'undo', verdict: 'leftovers', message: EVIL, advice: EVIL },
        ],
      },
    },
    journal: [
      { seq: 1, at, kind: 'adopted', step: EVIL, facts: { message: EVIL } },
      { seq: 2, at, kind: 'call', step: EVIL, facts: { method: EVIL, path: EVIL, status: 200 } },
      { seq: 3, at, kind: 'start-accepted', step: EVIL, facts: { taskId: EVIL, evidence: EVIL } },
      { seq: 4, at, kind: 'waiting', step: 'databases', facts: { kind: EVIL } },
    ],
    plan: null,
    now,
  };
}

describe('the report of a run', () => {
  it('escapes all that is foreign, in every form', () => {
    const page = renderHtml(evilInput());
    const markdown = renderMarkdown(evilInput());
    const junit = renderJunit(evilInput());

    for (const text of [page, markdown, junit]) {
      expect(text.replaceAll('\\<', '')).not.toContain('<script');
      expect(text).not.toContain('\u202e');
      expect(text).not.toContain('\u0007');
      expect(text).toContain('alert');
    }
    expect(page).not.toMatch(/="[^"]*<[^"]*"/);
    expect(new XMLParser().parse(junit)).toHaveProperty('testsuites');
    // A bar of the text is none of the table.
    expect(markdown).toContain('\\|\\*');
  });

  it('is one page that fetches nothing and runs nothing', () => {
    const page = renderHtml({ record: someRecord(), journal: [], plan: null, now });

    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/<(script|link|img|iframe)\b/);
    expect(page).not.toMatch(/(src|href)="(?!#)/);
    expect(page).not.toContain('url(');
  });

  it('says at its top how many machines ended how', () => {
    const machine = evilInput().record.steps[0]?.machines[0];
    const results = ['succeeded', 'failed', 'succeeded'] as const;
    const machines = results.flatMap((result) =>
      machine === undefined ? [] : { ...machine, result },
    );
    const record = someRecord({ steps: [someStep({ machines })] });

    const page = renderHtml({ record, journal: [], plan: null, now });

    expect(page).toContain('1 failed, 2 succeeded');
  });

  it('shows those of very many machines that need a look', () => {
    const machine = evilInput().record.steps[0]?.machines[0];
    if (machine === undefined) throw new Error('there is no machine');
    const machines = Array.from({ length: 100 }, (_, index) => ({
      ...machine,
      name: `web${index}`,
      result: index === 42 ? ('failed' as const) : ('succeeded' as const),
    }));
    const record = someRecord({ steps: [someStep({ machines })] });

    const [shown = ''] = renderHtml({ record, journal: [], plan: null, now }).split('<details');

    expect(shown).toMatch(/<th scope="row">web42</);
    expect(shown).not.toMatch(/<th scope="row">web41</);
  });

  it('tells how long people were waited for, also when none of them answered', () => {
    const at = '2026-11-21T03:10:00.000Z';
    const facts = { kind: 'unknown' };
    const journal = [
      { seq: 1, at, kind: 'waiting', step: 'databases', facts },
      { seq: 2, at: '2026-11-21T03:12:00.000Z', kind: 'step-ended', step: 'databases', facts: {} },
    ];

    const page = renderHtml({ record: someRecord(), journal, plan: null, now });

    expect(page).toContain('Nobody has answered');
    expect(page).toMatch(/what nobody but a person can know<[^]*?<td>2m/);
  });

  it('says whose calls and deviations it does not have', () => {
    const at = '2026-11-21T03:10:00.000Z';
    const started = {
      seq: 1,
      at,
      kind: 'group-started',
      step: 'web',
      facts: { group: 'erp-1/g1' },
    };

    const page = renderHtml({ record: someRecord(), journal: [started], plan: null, now });

    expect(page).toMatch(/Not here: what was sent by erp-1\/g1\./);
    expect(page).toMatch(/None of the run itself\.[^]*What befell erp-1\/g1 /);
    expect(page).not.toContain('everything went as planned');
  });

  it('says at its top that the run is not over, and what it waits for', () => {
    const record = someRecord({
      waitingFor: [
        {
          ...{ step: 'go', item: null, kind: 'approval', since: '2026-11-21T03:10:00.000Z' },
          ...{ choices: [], evidence: {} },
        },
      ],
    });
    const run = { ...record.run, state: 'running', outcome: null, endedAt: null } as const;

    const page = renderHtml({ record: { ...record, run }, journal: [], plan: null, now });

    expect(page).toMatch(/Waits since [^]*? for an approval: step go</);

    expect(page).toContain('while the run went on');
    expect(renderHtml({ record, journal: [], plan: null, now })).not.toContain(
      'while the run went on',
    );
  });

  it('says what did not go as planned, and what is left over with what to do', () => {
    const page = renderHtml({
      record: someRecord({
        steps: [
          someStep({ status: 'ignored', attempts: 2, error: { type: 'X', message: 'no port' } }),
        ],
        cleanup: {
          verdict: 'leftovers',
          targets: [
            {
              ...{ target: 'portal', action: 'compare', verdict: 'leftovers', message: 'differs' },
              advice: 'look at it in Veeam',
              before: { failedOver: [], status: null },
              after: { failedOver: ['web01'], status: null },
            },
          ],
        },
      }),
      journal: [],
      plan: null,
      now,
    });

    expect(page).toContain('ignored: no port');
    expect(page).toContain('took 2 attempts');
    expect(page).toContain('look at it in Veeam');
    expect(page).toContain('web01');
  });

  it('holds 1,000 machines in less than 5 MB, those that failed first', () => {
    const machines = Array.from({ length: 1000 }, (_, index): MachineRecord => ({
      ...{ name: `vm${index}`, result: index === 700 ? 'failed' : 'succeeded', message: null },
      ...{ restorePoint: 'a restore point', restorePointTime: null, attempts: 1 },
      ...{ startedAt: '2026-11-26T08:00:00Z', endedAt: '2026-11-26T08:10:00Z' },
    }));

    const page = renderHtml({
      record: someRecord({ steps: [someStep({ machines })] }),
      journal: [],
      plan: null,
      now,
    });

    expect(page.length).toBeLessThan(5_000_000);
    expect(page.indexOf('vm700')).toBeLessThan(page.indexOf('vm1<'));
  });

  it('counts no machine as passed whose end nobody saw', () => {
    const machine: MachineRecord = {
      ...{ name: 'web01', result: 'unverified', message: 'not told', attempts: 1 },
      ...{ restorePoint: null, restorePointTime: null, startedAt: null, endedAt: null },
    };

    const junit = renderJunit({
      record: someRecord({ steps: [someStep({ machines: [machine] })] }),
      journal: [],
      plan: null,
      now,
    });

    expect(junit).toContain('<skipped message="unverified: not told"/>');
  });
});
