import { describe, expect, it } from '@jest/globals';
import { nearestName } from '../../plan/nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['failovr', 'failover'],
    ['chekc', 'check'],
    ['Wait', 'wait'],
    ['undoo', 'undo'],
  ])('finds what %s was to be', (found, name) => {
    expect(nearestName(found, ['failover', 'check', 'wait', 'undo'])).toBe(name);
  });

  it('helps with the first fifty mistakes over a long list, and no more', () => {
    const names = Array.from({ length: 500 }, (_, at) => `name_${at}`);

    const found = Array.from({ length: 60 }, (_, at) => nearestName(`nmae_${at}`, names));

    expect(found.slice(0, 50)).toEqual(names.slice(0, 50));
    expect(found.slice(50).every((name) => name === null)).toBe(true);
  });

  it.each(['approve', 'x', '', 'w'.repeat(100)])(
    'gives null when nothing is near "%s"',
    (found) => {
      expect(nearestName(found, ['failover', 'check', 'wait', 'undo'])).toBeNull();
    },
  );
});
