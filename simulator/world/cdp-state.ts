import { deterministicId } from '../deterministic-id.js';
import type { Switches } from '../scenario/switches.js';

import { makePoint } from './build-points.js';
import type { Replica, RestorePoint } from './model.js';

/** Which state of a CDP replica is asked for. Times are milliseconds since 1970. */
export interface CdpWish {
  readonly current: boolean;
  readonly currentVss: boolean;
  readonly atInterval: number | null;
  readonly atPointInTime: number | null;
}

/**
 * The state that a wish comes to, null when there is none. A date and RestoreCurrent=true stand
 * together in the vendor's own examples: `decides` says which of them counts.
 */
export function chooseCdpState(
  replica: Replica,
  wish: CdpWish,
  now: number,
  decides: Switches['cdpDateAndCurrent'],
): RestorePoint | null {
  const { atInterval, atPointInTime, current, currentVss } = wish;
  const isDated = atInterval !== null || atPointInTime !== null;
  if (isDated && (decides === 'date' || (!current && !currentVss))) {
    return atPointInTime === null
      ? newestInInterval(replica, atInterval ?? now, now)
      : newestBefore(replica, atPointInTime, now);
  }
  if (current) return newestBefore(replica, now, now);
  if (currentVss && replica.hasConsistentPoints) return replica.machine.points[0] ?? null;
  return null;
}

/** The last state of the interval that a date is in. */
function newestInInterval(replica: Replica, date: number, now: number): RestorePoint | null {
  const interval = replica.intervals.find(
    ({ startsAt, endsAt }) => startsAt <= date && date <= (endsAt ?? now),
  );
  return interval === undefined ? null : stateAt(replica, interval.endsAt ?? now);
}

/** The last state at or before a date, of an interval or a long-term point. */
function newestBefore(replica: Replica, date: number, now: number): RestorePoint | null {
  const states = replica.intervals
    .filter(({ startsAt }) => startsAt <= date)
    .map(({ endsAt }) => Math.min(date, endsAt ?? now));
  const newest = states.length === 0 ? null : Math.max(...states);
  const point = replica.machine.points.find(({ at }) => at <= date) ?? null;
  if (newest === null) return point;
  return point !== null && point.at > newest ? point : stateAt(replica, newest);
}

function stateAt({ machine }: Replica, at: number): RestorePoint {
  return makePoint(deterministicId('state', machine.id, String(at)), machine.name, at);
}
