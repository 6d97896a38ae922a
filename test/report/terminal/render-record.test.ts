import { describe, expect, it } from '@jest/globals';
import type { ApprovalRecord, WaitingRecord } from '../../../plan/run-record.js';
import { renderRecord } from '../../../report/terminal/render-record.js';
import { someItem, someMachine, someRecord, someStep } from './records.js';

const options = { colour: false, now: new Date('2026-11-21T04:00:00.000Z') };

const approval: WaitingRecord = {
  ...{ step: 'go', item: null, kind: 'approval', since: '2026-11-21T03:01:00.000Z' },
  choices: ['approve', 'reject', 'break-glass'],
  evidence: {
    ...{ message: 'Fail over ERP?', planHash: 'sha256:aa', startedBy: 'alice', from: ['dr-leads'] },
    ...{ min: 2, missing: 1, approvedBy: ['ann'], notRequester: true, breakGlass: 'crisis' },
    ...{ until: '2026-11-21T03:31:00.000Z', onTimeout: 'abort' },
    targets: [
      {
        ...{ step: 'db', target: 'db', name: 'ERP databases', connection: 'dr-em' },
        ...{ action: 'start', machines: 3, restorePoint: 'latest' },
      },
    ],
  },
};

describe('renderRecord', () => {
  it('says the verdict first', () => {
    const text = renderRecord(someRecord(), options);

    expect(text.split('\n')[0]).toBe('SUCCEEDED  drill of erp, run erp-1');
  });

  it('says who started it, when it ended and how long it took', () => {
    const text = renderRecord(someRecord(), options);

    expect(text).toContain(
      'started 2026-11-21 03:00:00Z by alice, ended 2026-11-21 03:31:02Z, took 31m 2s',
    );
  });

  it('puts a machine that failed before those that did not', () => {
    const machines = [someMachine('sql01'), someMachine('sql02', { result: 'failed' })];
    const text = renderRecord(someRecord({ steps: [someStep({ machines })] }), options);

    expect(text.indexOf('sql02')).toBeLessThan(text.indexOf('sql01'));
    expect(text).toContain('1 failed, 1 succeeded');
  });

  it('counts the machines that it does not show', () => {
    const machines = Array.from({ length: 40 }, (_, index) => someMachine(`vm${index}`));
    const text = renderRecord(someRecord({ steps: [someStep({ machines })] }), options);

    expect(text).toContain('and 15 more: 15 succeeded');
  });

  it('counts the items of a step, and puts one that failed before those that did not', () => {
    const error = { type: 'CheckFailed', message: 'port 1433 is closed' };
    const items = [someItem('a'), someItem('b', { status: 'failed', attempts: 2, error })];
    const text = renderRecord(someRecord({ steps: [someStep({ items })] }), options);

    expect(text).toContain('items: 1 failed, 1 succeeded');
    expect(text).toContain('  b  failed     attempt 2; port 1433 is closed\n  a  succeeded\n');
  });

  it('says why a step was skipped', () => {
    const skipped = someStep({ status: 'skipped', output: { skipped: 'there are no items' } });
    const text = renderRecord(someRecord({ steps: [skipped] }), options);

    expect(text).toMatch(/databases .* skipped .* there are no items/);
  });

  it('names the item in the commands that answer it, quoted for a shell', () => {
    const waiting = { ...unknown, item: "DC1's web" };
    const text = renderRecord(someRecord({ waitingFor: [waiting] }), options);

    expect(text).toContain("step databases (item DC1's web): we can't tell");
    expect(text).toContain(
      "drillbook resolve erp-1 --step databases --item 'DC1'\\''s web' --with adopt",
    );
  });

  it('prints the command for each answer to an unknown', () => {
    const text = renderRecord(someRecord({ waitingFor: [unknown] }), options);

    expect(text).toContain("drillbook resolve erp-1 --step databases --with adopt --reason '...'");
    expect(text).toContain("drillbook resolve erp-1 --step databases --with resend --reason '...'");
    expect(text).toContain("drillbook resolve erp-1 --step databases --with skip --reason '...'");
    expect(text).toContain("drillbook abort erp-1 --reason '...'");
  });

  it('prints retry and skip for a held step', () => {
    const waiting = { ...unknown, kind: 'pause', choices: ['retry', 'skip', 'abort'] } as const;
    const text = renderRecord(someRecord({ waitingFor: [waiting] }), options);

    expect(text).toContain('drillbook retry erp-1 --step databases');
    expect(text).toContain('drillbook skip erp-1 --step databases');
    expect(text).not.toContain('--with');
  });

  it('shows what an approval is about, how many are missing, and how to answer', () => {
    const text = renderRecord(someRecord({ waitingFor: [approval] }), options);

    expect(text).toContain(
      [
        'waiting  step go needs an approval, 1 of 2 missing',
        '  since 2026-11-21 03:01:00Z, for 59m',
        '  Fail over ERP?',
        '  plan sha256:aa',
        '  start "ERP databases" on dr-em, 3 machines, restore point: latest',
        '  from dr-leads, but not alice, who started the run',
        '  approved by ann (stated, not proven)',
        '  until 2026-11-21 03:31:00Z, then: abort',
        '  answer with one of:',
        "    drillbook approve erp-1 --step go --as '...' --reason '...'",
        "    drillbook reject erp-1 --step go --as '...' --reason '...'",
        "    drillbook approve erp-1 --step go --break-glass --as '...' --reason '...'",
        "    drillbook abort erp-1 --reason '...'",
      ].join('\n'),
    );
  });

  it('answers what a child run waits for under its own id, and quotes the key of an item', () => {
    const waiting = { ...approval, run: 'erp-1.site_b', item: "rack 'A'" };
    const text = renderRecord(someRecord({ waitingFor: [waiting] }), options);

    expect(text).toContain("waiting  run erp-1.site_b: step go (item rack 'A') needs an approval");
    expect(text).toContain(
      String.raw`drillbook approve erp-1.site_b --step go --item 'rack '\''A'\''' --as`,
    );
  });

  it('gives the words that answer a task', () => {
    const waiting: WaitingRecord = {
      ...{ ...approval, kind: 'task', choices: ['done', 'failed', 'skipped'] },
      evidence: { do: 'Call the bank', from: [], until: null },
    };
    const text = renderRecord(someRecord({ waitingFor: [waiting] }), options);

    expect(text).toContain('  Call the bank\n  anybody may answer\n');
    expect(text).toContain("drillbook answer erp-1 --step go --with done --as '...' --note '...'");
    expect(text).toContain(
      "drillbook answer erp-1 --step go --with skipped --as '...' --note '...'",
    );
  });

  it('shows approvals among what people did, and marks a run that broke the glass', () => {
    const given: ApprovalRecord = {
      ...{ step: 'go', decision: 'approved', by: 'eve', at: '2026-11-21T03:02:00.000Z' },
      ...{ reason: 'alone here', osUser: 'eve', host: 'desk', authenticated: false },
      ...{ planHash: 'sha256:aa', breakGlass: true },
    };
    const record = someRecord({ approvals: [given] });
    const text = renderRecord({ ...record, run: { ...record.run, breakGlass: true } }, options);

    expect(text).toMatch(/^SUCCEEDED \(break-glass\) {2}drill of erp/);
    expect(text).toContain(
      'approved go, alone, by break-glass by eve (stated, not proven: eve@desk): alone here',
    );
  });

  it('shows the word of an answer and what was noted', () => {
    const done = {
      ...{ command: 'answer', step: 'call', by: 'ann', at: '2026-11-21T03:02:00.000Z', reason: '' },
      ...{ accepted: true, osUser: 'ann', host: 'desk', authenticated: false },
      detail: { choice: 'done', note: 'spoke to Ms Kern' },
    };
    const text = renderRecord(someRecord({ interventions: [done] }), options);

    expect(text).toContain(
      'answer call: done by ann (stated, not proven: ann@desk): spoke to Ms Kern',
    );
  });

  it('says who could not be told, and nothing of those who were', () => {
    const told = { channel: 'chat', event: 'started', step: null, at: '2026-11-21T03:00:00.000Z' };
    const notifications = [
      { ...told, sent: true, message: null },
      { ...told, channel: 'mail', sent: false, message: 'notification mail: it answered 404' },
    ];
    const text = renderRecord(someRecord({ notifications }), options);

    expect(text).toContain('Who could not be told');
    expect(text).toContain('mail of started: notification mail: it answered 404');
    expect(text).not.toContain('chat of started');
  });

  it('shows the run that a step is, with its steps', () => {
    const run = {
      id: 'erp-1.site_b',
      outcome: 'degraded',
      steps: [{ id: 'db', status: 'ignored' }],
    };
    const step = someStep({ id: 'site_b', verb: 'runbook', output: { run } });
    const text = renderRecord(someRecord({ steps: [step] }), options);

    expect(text).toContain(
      'run erp-1.site_b: degraded; see it with: drillbook status erp-1.site_b\n    db ignored',
    );
  });

  it('shows the evidence beside the question', () => {
    const text = renderRecord(someRecord({ waitingFor: [unknown] }), options);

    expect(text).toContain('newSession: 4711');
  });

  it('shows what clean-up left behind', () => {
    const cleanup = {
      verdict: 'leftovers',
      targets: [{ target: 'portal', action: 'undo', verdict: 'leftovers', message: 'undo failed' }],
    } as const;
    const text = renderRecord(someRecord({ cleanup }), options);

    expect(text).toContain('portal: leftovers, undo failed');
  });

  it('says when the objective was missed', () => {
    const rto = { target: 'PT45M', actual: 'PT1H1M', met: false };
    const text = renderRecord(
      someRecord({ objectives: { rto, rpo: { target: null, worst: null, met: null } } }),
      options,
    );

    expect(text).toContain('RTO: 1h 1m of 45m allowed, missed');
  });

  it('says that a person is stated and not proven', () => {
    const intervention = {
      command: 'skip',
      step: 'databases',
      by: 'bob',
      at: '2026-11-21T03:10:00.000Z',
      reason: 'known fault',
      accepted: true,
      osUser: 'root',
      host: 'ops1',
      authenticated: false,
      detail: null,
    };
    const text = renderRecord(someRecord({ interventions: [intervention] }), options);

    expect(text).toContain('skip databases by bob (stated, not proven: root@ops1): known fault');
  });

  it('lets no name of a machine move the cursor', () => {
    const machines = [someMachine('sql\u001b[2J01', { result: 'failed' })];
    const text = renderRecord(someRecord({ steps: [someStep({ machines })] }), options);

    expect(text).not.toContain('\u001b');
    expect(text).toContain('sql [2J01');
  });

  it('paints nothing without colour and the verdict with it', () => {
    const plain = renderRecord(someRecord(), options);
    const painted = renderRecord(someRecord(), { ...options, colour: true });

    expect(plain).not.toContain('\u001b[');
    expect(painted).toContain('\u001b[32m');
  });
});

const unknown = {
  step: 'databases',
  item: null,
  kind: 'unknown',
  since: '2026-11-21T03:05:00.000Z',
  choices: ['adopt', 'resend', 'skip'],
  evidence: { newSession: '4711' },
} as const;
