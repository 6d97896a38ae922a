import { describe, expect, it } from '@jest/globals';
import { summaryFromMemo } from '../../../cli/temporal/run-summary.js';
import { someRecord } from '../../report/terminal/records.js';

const { run } = someRecord();
const running = { ...run, state: 'running', outcome: null, endedAt: null } as const;
const facts = { workflowId: 'erp-1', startTime: new Date('2026-11-21T03:00:00Z') };

describe('summaryFromMemo', () => {
  it('gives the memo as it is while the run is open', () => {
    const execution = { ...facts, status: { name: 'RUNNING' as const }, memo: { run: running } };

    expect(summaryFromMemo(execution)).toEqual(running);
  });

  it('says that a run was ended outside when Temporal closed it under its memo', () => {
    const closeTime = new Date('2026-11-21T03:10:00Z');
    const status = { name: 'TERMINATED' as const };

    const summary = summaryFromMemo({ ...facts, status, closeTime, memo: { run: running } });

    expect(summary.state).toBe('finished');
    expect(summary.outcome).toBeNull();
    expect(summary.endedAt).toBe('2026-11-21T03:10:00.000Z');
    expect(summary.message).toBe('ended outside Drillbook (Terminated)');
  });

  it('leaves the outcome of a run that failed by its own word', () => {
    const memo = { run: { ...run, outcome: 'failed' } };

    const summary = summaryFromMemo({ ...facts, status: { name: 'FAILED' as const }, memo });

    expect(summary.outcome).toBe('failed');
    expect(summary.message).toBeNull();
  });

  it.each([[undefined], [{}], [{ run: 'x' }], [{ run: { id: 7 } }]])(
    'bears a memo that is foreign: %j',
    (memo) => {
      const status = { name: 'RUNNING' as const };
      const execution = { ...facts, status, ...(memo === undefined ? {} : { memo }) };

      expect(summaryFromMemo(execution).id).toBe('erp-1');
    },
  );
});
