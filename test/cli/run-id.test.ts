import { describe, expect, it } from '@jest/globals';
import { checkRunId, newRunId } from '../../cli/run-id.js';

describe('newRunId', () => {
  it('is the runbook, the time in UTC and four characters', () => {
    const id = newRunId('erp-failover', new Date('2026-11-21T03:04:05.678Z'));

    expect(id).toMatch(/^erp-failover-20261121-030405-[0-9a-z]{4}$/);
  });
});

describe('checkRunId', () => {
  it('takes an id that begins with that of the runbook', () => {
    expect(checkRunId('erp-CHG1.2_3', 'erp')).toBe('erp-CHG1.2_3');
  });

  it.each(['xerp-1', 'erp 1', 'erp/1', `erp-${'x'.repeat(200)}`])('refuses %s', (id) => {
    expect(() => checkRunId(id, 'erp')).toThrow(/--id/);
  });
});
