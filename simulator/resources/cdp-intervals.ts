import { element, listElement, type Element } from '../wire/element.js';
import type { Replica } from '../world/model.js';

/** What a CDP replica can be taken back to between two times; the answer's times have no Z. */
export function cdpIntervalsElement(
  replica: Replica,
  asked: { readonly from: number; readonly to: number },
  now: number,
): Element {
  const points = replica.machine.points
    .filter(({ at }) => at >= asked.from && at <= asked.to)
    .toReversed();
  const intervals = replica.intervals.flatMap(({ startsAt, endsAt, rpoSeconds }) => {
    const start = Math.max(startsAt, asked.from);
    const end = Math.min(endsAt ?? now, asked.to);
    return start < end ? [intervalElement(start, end, rpoSeconds)] : [];
  });
  return element('CdpReplicaIntervals', [
    element('StartDate', withoutZone(asked.from)),
    element('EndDate', withoutZone(asked.to)),
    element('HasApplicationConsistentState', replica.hasConsistentPoints && points.length > 0),
    listElement('Intervals', 'Intervals', intervals),
    listElement(
      'RestorePoints',
      'RestorePoints',
      points.map(({ id, at }) =>
        element('RestorePoint', [
          element('Id', id),
          element('Date', withoutZone(at)),
          element('IsApplicationConsistent', replica.hasConsistentPoints),
        ]),
      ),
    ),
  ]);
}

function intervalElement(start: number, end: number, rpoSeconds: number): Element {
  return element('Interval', [
    element('StartDate', withoutZone(start)),
    element('EndDate', withoutZone(end)),
    element('Rpo', rpoSeconds),
    element('IntervalType', 'RestoreAvailable'),
  ]);
}

// As the vendor's sample has them, although the times are UTC.
function withoutZone(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}
