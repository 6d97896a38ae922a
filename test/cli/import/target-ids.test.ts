import { describe, expect, it } from '@jest/globals';
import { TargetIds } from '../../../cli/import/target-ids.js';

function idsOf(...names: readonly string[]): readonly string[] {
  const ids = new TargetIds(['ready']);
  return names.map((name) => ids.next(name, 'plan'));
}

describe('TargetIds', () => {
  it('reminds of the name', () => {
    expect(idsOf('ERP databases (DR)', 'Ünïcode – Plan')).toEqual([
      'erp_databases_dr',
      'unicode_plan',
    ]);
  });

  it('gives each id once, also not those of the steps that are there', () => {
    expect(idsOf('Web', 'web!', 'WEB', 'ready')).toEqual(['web', 'web_2', 'web_3', 'ready_2']);
  });

  it('gives no word of CEL, none that begins with a digit, and none that is empty', () => {
    expect(idsOf('in', '2026', '計画', '---')).toEqual(['plan_in', 'plan_2026', 'plan', 'plan_2']);
  });

  it('does not take a number behind one name for another name', () => {
    expect(idsOf('a 2', 'a', 'a')).toEqual(['a_2', 'a', 'a_3']);
  });

  it('keeps within the length of an id', () => {
    const [first = '', second = ''] = idsOf('x'.repeat(300), 'x'.repeat(300));

    expect(first.length).toBeLessThanOrEqual(56);
    expect(second).toBe(`${first}_2`);
  });
});
