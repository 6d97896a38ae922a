import { describe, expect, it } from '@jest/globals';
import { retryAfter } from '../../../clients/transport/answer-failure.js';
import { serverTimeOf } from '../../../clients/transport/exchange.js';
import { httpDate } from '../../../clients/transport/http-date.js';

describe('httpDate', () => {
  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ])('reads %s', (text, expected) => {
    expect(new Date(httpDate(text) ?? 0).toISOString()).toBe(expected);
  });

  it.each(['', '1.5', '5', '2025', 'in 5 minutes', 'Sun, 99 Nov 1994 08:49:37 GMT', 'GMT'])(
    'makes no time of %j',
    (text) => {
      const answer = {
        status: 503,
        headers: { date: text, 'retry-after': text },
        body: Buffer.of(),
      };

      expect(httpDate(text)).toBeNull();
      expect(serverTimeOf(answer)).toBeNull();
      expect(retryAfter(answer)).toBe(/^\d+$/.test(text) ? Number(text) : null);
    },
  );
});
