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

  it.each(['approve', 'x', '', 'w'.repeat(100)])(
    'gives null when nothing is near "%s"',
    (found) => {
      expect(nearestName(found, ['failover', 'check', 'wait', 'undo'])).toBeNull();
    },
  );
});
