import { describe, expect, it } from '@jest/globals';
import { renderRecord } from '../../../report/terminal/render-record.js';
import { someMachine, someRecord, someStep } from './records.js';

const options = { colour: false, now: new Date('2026-11-21T04:00:00.000Z') };

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
    const text = renderRecord(someRecord({ objectives: { rto, rpo: {} } }), options);

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
