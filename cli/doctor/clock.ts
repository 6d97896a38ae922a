import { good, type Finding } from './finding.js';

const LIMIT_SECONDS = 60;

/** How far a server's clock (ISO 8601; null: not told) is from this machine's. */
export function clockFinding(name: string, serverTime: string | null, now: Date): Finding {
  const what = `clock ${name}`;
  if (serverTime === null) return good(what, 'not told: the answer has no Date header');
  const seconds = Math.round((Date.parse(serverTime) - now.getTime()) / 1000);
  const seen = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine`;
  const isFar = Math.abs(seconds) > LIMIT_SECONDS;
  return good(what, seen, isFar ? 'set the clocks right: times will mislead' : null);
}
