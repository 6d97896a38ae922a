import type { ClientErrorKind } from '../client-error.js';
import type { Verdict } from './dialect.js';
import type { Answer } from './exchange.js';
import { header, serverTimeOf } from './exchange.js';
import { httpDate } from './http-date.js';

/** A longer pause than this is not a pause. */
const LONGEST_RETRY_AFTER = 86_400;

/** null for 200 to 299; else what the status proves. */
export function judgeStatus(answer: Answer): Verdict | null {
  const { status } = answer;
  if (status >= 200 && status <= 299) return null;
  const retryAfterSeconds = retryAfter(answer);
  const verdict = (kind: ClientErrorKind, sentence: string): Verdict => ({
    kind,
    retryAfterSeconds: kind === 'throttled' ? retryAfterSeconds : null,
    sentence,
  });
  if (status >= 300 && status <= 399) {
    return verdict('undecodable', 'a redirect, which is never followed: check the url');
  }
  if (status === 429 || (status === 503 && retryAfterSeconds !== null)) {
    return verdict('throttled', 'the server is busy: send it again later');
  }
  if (status === 401) return verdict('session-lost', 'the logon session is gone: log on again');
  if (status >= 400 && status <= 499 && status !== 408) {
    return verdict('refused', 'refused, nothing was done');
  }

  return verdict('unclear', 'no clear answer: look whether it happened before sending it again');
}

/** Retry-After in seconds: it is seconds or a date (RFC 9110, 10.2.3). null: there is none. */
export function retryAfter(answer: Answer): number | null {
  const value = header(answer, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value), LONGEST_RETRY_AFTER);
  const until = httpDate(value);
  if (until === null) return null;
  const now = Date.parse(serverTimeOf(answer) ?? new Date().toISOString());

  return Math.min(Math.max(0, Math.ceil((until - now) / 1_000)), LONGEST_RETRY_AFTER);
}
