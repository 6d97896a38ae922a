/** A moment as the clocks of a time zone show it. */
interface LocalTime {
  /** `Sun 2026-03-29 03:00:00` */
  readonly text: string;
  /** `+02:00` */
  readonly offset: string;
}

/**
 * Times of a schedule as the clocks of its zone show them, each with its offset to UTC. Where the
 * clocks are changed between one and the next, that is said.
 */
export function localTimes(times: readonly string[], timezone: string, from: Date): string[] {
  let before = localTime(from, timezone).offset;
  return times.map((iso) => {
    const { text, offset } = localTime(new Date(iso), timezone);
    const change = offset === before ? '' : `  the clocks change before it: ${before} -> ${offset}`;
    before = offset;
    return `${text} ${offset}  (${iso.slice(0, 19)}Z)${change}`;
  });
}

function localTime(time: Date, timezone: string): LocalTime {
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    })
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  const clock = `${part('hour')}:${part('minute')}:${part('second')}`;
  // `GMT` alone is an offset of nothing.
  const offset = part('timeZoneName').replace(/^GMT/, '');
  return { text: `${part('weekday')} ${day} ${clock}`, offset: offset === '' ? '+00:00' : offset };
}
