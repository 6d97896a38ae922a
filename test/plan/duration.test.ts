import { describe, expect, it } from '@jest/globals';
import { formatDuration, humanDuration, parseDuration } from '../../plan/duration.js';

describe('parseDuration', () => {
  it.each([
    ['250ms', 0.25],
    ['30s', 30],
    ['5m', 300],
    ['1h30m', 5400],
    ['1h5s', 3605],
    ['0s', 0],
    ['PT5M', 300],
    ['PT0.25S', 0.25],
    ['P1DT2H', 93_600],
    ['P2D', 172_800],
  ])('reads %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    '',
    '5',
    'm',
    '5 m',
    '-5m',
    '5m1h',
    '1.5h',
    'PT',
    'P',
    'P1DT',
    'P1M',
    'P1Y',
    '5M',
    '9999999999s',
  ])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('formatDuration', () => {
  it.each([
    [1860, 'PT31M'],
    [0, 'PT0S'],
    [0.25, 'PT0.25S'],
    [90_061, 'PT25H1M1S'],
    [-60, '-PT1M'],
  ])('writes %d as ISO 8601', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('humanDuration', () => {
  it.each([
    [5460, '1h31m'],
    [0, '0s'],
    [1.5, '1s500ms'],
  ])('writes %d so that a runbook takes it', (seconds, text) => {
    expect(humanDuration(seconds)).toBe(text);
    expect(parseDuration(text)).toBe(seconds);
  });
});
