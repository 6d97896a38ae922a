import { describe, expect, it } from '@jest/globals';
import {
  elapsedBetween,
  formatElapsed,
  formatIsoDuration,
} from '../../../report/terminal/times.js';

describe('formatElapsed', () => {
  it.each([
    [400, '0.4s'],
    [41_000, '41s'],
    [60_000, '1m'],
    [1_862_000, '31m 2s'],
    [7_500_000, '2h 5m'],
  ])('gives %d ms in the words of people', (milliseconds, words) => {
    expect(formatElapsed(milliseconds)).toBe(words);
  });
});

describe('formatIsoDuration', () => {
  it.each([
    ['PT45M', '45m'],
    ['PT1H30M', '1h 30m'],
    ['PT12.4S', '12s'],
    ['whatever', 'whatever'],
  ])('reads %s', (iso, words) => {
    expect(formatIsoDuration(iso)).toBe(words);
  });
});

describe('elapsedBetween', () => {
  it('counts up to now while the end is not known', () => {
    const now = new Date('2026-11-21T03:00:05Z');

    expect(elapsedBetween('2026-11-21T03:00:00Z', null, now)).toBe('5s');
  });

  it('is empty for what has not begun', () => {
    expect(elapsedBetween(null, null, new Date())).toBe('');
  });
});
