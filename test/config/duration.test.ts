import { describe, expect, it } from '@jest/globals';
import { durationSeconds } from '../../config/duration.js';

describe('durationSeconds', () => {
  it.each([
    ['250ms', 0.25],
    ['30s', 30],
    ['5m', 300],
    ['1h30m', 5400],
    ['PT5M', 300],
    ['P1DT1H', 90_000],
  ])('reads %s', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  it.each(['', 'P', 'PT', '5', '5 m', '-5m', '5m1h', '1y', 'soon'])('refuses %j', (text) => {
    expect(durationSeconds(text)).toBeNull();
  });
});
