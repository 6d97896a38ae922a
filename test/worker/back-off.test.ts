import { describe, expect, it } from '@jest/globals';
import { BackOff } from '../../worker/back-off.js';

describe('BackOff', () => {
  it('doubles the pause of what fails again, up to the longest, and of nothing else', () => {
    const backOff = new BackOff(2, 10);
    const isDue = (...times: number[]): boolean[] => times.map((now) => backOff.isDue('a', now));

    expect(isDue(0)).toEqual([true]);
    backOff.failed('a', 0);
    expect(isDue(1, 2)).toEqual([false, true]);
    backOff.failed('a', 2);
    expect(isDue(5, 6)).toEqual([false, true]);
    for (let times = 0; times < 5; times++) backOff.failed('a', 6);
    expect(isDue(15, 16)).toEqual([false, true]);
    expect(backOff.isDue('b', 0)).toBe(true);
    backOff.forget('a');
    expect(isDue(0)).toEqual([true]);
  });
});
