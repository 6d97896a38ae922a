import { describe, expect, it } from '@jest/globals';
import { parseDatetime } from '../../plan/datetime.js';

describe('parseDatetime', () => {
  it.each([
    ['2026-11-21T03:00:00Z', '2026-11-21T03:00:00.000Z'],
    ['2026-11-21T04:00+01:00', '2026-11-21T03:00:00.000Z'],
    ['2026-11-21T03:00:00.1234567Z', '2026-11-21T03:00:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('gives %s in UTC', (text, utc) => {
    expect(parseDatetime(text)).toBe(utc);
  });

  it.each([
    '2026-11-21',
    '2026-11-21T03:00:00',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T03:00:00+25:00',
    '21 Nov 2026',
  ])('refuses %s', (text) => {
    expect(parseDatetime(text)).toBeNull();
  });
});
