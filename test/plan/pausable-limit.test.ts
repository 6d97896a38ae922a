import { describe, expect, it } from '@jest/globals';
import { PausableLimit } from '../../plan/pausable-limit.js';

describe('a time limit that pauses hold', () => {
  it('stands still while it is held, however long', () => {
    const limit = new PausableLimit(100);
    limit.hold(60);

    expect(limit.isHeld).toBe(true);
    expect(limit.isOver(10_000)).toBe(false);
    expect(limit.deadline(10_000)).toBe(10_040);
  });

  it('leaves after each pause what was left before it', () => {
    const limit = new PausableLimit(100);
    limit.hold(60);
    limit.hold(80);
    limit.release(1000);
    limit.release(2000);
    limit.hold(1010);
    limit.release(5010);

    expect(limit.deadline(5010)).toBe(5040);
    expect([limit.isOver(5039), limit.isOver(5040)]).toEqual([false, true]);
    expect(limit.pauses).toBe(2);
  });

  it('does not give back time that was over before the pause', () => {
    const limit = new PausableLimit(100);
    limit.hold(150);
    limit.release(400);

    expect(limit.isOver(400)).toBe(true);
  });
});
