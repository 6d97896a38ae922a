import { describe, expect, it } from '@jest/globals';
import { foldMachines } from '../../plan/item-machines.js';
import { someMachine } from '../report/terminal/records.js';

describe('foldMachines', () => {
  it('puts the key before a name that two items have, and before no other', () => {
    const items = [
      { key: 'a', machines: [someMachine('sql01'), someMachine('web01')] },
      { key: 'b', machines: [someMachine('sql01')] },
    ];

    expect(foldMachines(items).map(({ name }) => name)).toEqual(['a/sql01', 'web01', 'b/sql01']);
  });
});
