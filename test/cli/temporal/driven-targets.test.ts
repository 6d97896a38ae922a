import { describe, expect, it } from '@jest/globals';
import { joinTarget } from '../../../cli/temporal/driven-targets.js';

const memo = {
  runId: 'erp-1',
  runbook: 'erp',
  mode: 'live',
  name: 'ERP portal',
  connection: 'em',
  since: '2026-11-21T03:00:00Z',
} as const;

describe('joinTarget', () => {
  it('tells who holds a target and who failed it over', () => {
    const mark = { ...memo, runId: 'erp-0', since: '2026-11-20T03:00:00Z' };

    expect(joinTarget('id-1', memo, mark)).toEqual({
      target: 'id-1',
      name: 'ERP portal',
      connection: 'em',
      heldBy: 'erp-1',
      failedOverBy: 'erp-0',
      since: '2026-11-20T03:00:00Z',
    });
  });

  it('says null where a target is not failed over', () => {
    expect(joinTarget('id-1', memo, null).failedOverBy).toBeNull();
  });
});
