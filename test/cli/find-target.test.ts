import { describe, expect, it } from '@jest/globals';
import { findTarget } from '../../cli/find-target.js';

const portal = {
  target: 'id-1',
  name: 'ERP portal',
  connection: 'em',
  heldBy: 'erp-1',
  failedOverBy: null,
  since: '2026-11-21T03:00:00Z',
};

describe('findTarget', () => {
  it('finds a target by its key', () => {
    expect(findTarget([portal], 'id-1')).toBe(portal);
  });

  it('finds a target by connection and name', () => {
    expect(findTarget([portal], 'em/ERP portal')).toBe(portal);
  });

  it('lists the targets when none is meant', () => {
    expect(() => findTarget([portal], 'portal')).toThrow('id-1  em/ERP portal');
  });

  it('refuses a name that two targets have', () => {
    expect(() => findTarget([portal, { ...portal, target: 'id-2' }], 'em/ERP portal')).toThrow(
      'the name of 2 targets',
    );
  });
});
