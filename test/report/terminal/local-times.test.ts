import { describe, expect, it } from '@jest/globals';
import { localTimes } from '../../../report/terminal/local-times.js';

describe('localTimes', () => {
  it('shows the clocks of the zone, and where they are changed', () => {
    const times = ['2027-03-27T02:00:00.000Z', '2027-03-28T01:00:00.000Z'];

    const lines = localTimes(times, 'Europe/Berlin', new Date('2027-03-26T12:00:00Z'));

    expect(lines).toEqual([
      'Sat 2027-03-27 03:00:00 +01:00  (2027-03-27T02:00:00Z)',
      'Sun 2027-03-28 03:00:00 +02:00  (2027-03-28T01:00:00Z)  the clocks change before it: +01:00 -> +02:00',
    ]);
  });

  it('knows UTC, and zones of half an hour', () => {
    const [utc] = localTimes(['2026-01-01T00:00:00.000Z'], 'UTC', new Date(0));
    const [india] = localTimes(['2026-01-01T00:00:00.000Z'], 'Asia/Kolkata', new Date(0));

    expect(utc).toBe('Thu 2026-01-01 00:00:00 +00:00  (2026-01-01T00:00:00Z)');
    expect(india).toContain('Thu 2026-01-01 05:30:00 +05:30');
  });
});
