import { DecodeError } from './decode-error.js';

const SHAPE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/;

/** What .NET and SQL Server write for "no time": their years 1 and 1753. */
const NO_TIME = /^(?:0001|1753)-01-01T/;

/**
 * A timestamp of a server (0 to 7 fractional digits) as ISO 8601 in UTC with
 * milliseconds. Without a zone it is taken as UTC, as
 * Enterprise Manager's names of its fields (`...UTC`) say.
 *
 * @throws DecodeError when it is no time, or a null date.
 */
export function timestamp(text: string, where: string): string {
  const [, seconds, fraction = '', zone = 'Z'] = SHAPE.exec(text) ?? [];
  const local = `${seconds ?? ''}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const asUtc = parsed(`${local}Z`);
  // A day that the month does not have is rolled over by Date: 30 February is no time.
  if (asUtc === null || asUtc !== `${local}Z` || NO_TIME.test(text)) {
    throw new DecodeError(`${where} "${text.slice(0, 50)}" is not a time`);
  }
  const result = parsed(`${local}${zone}`);
  if (result === null) throw new DecodeError(`${where} "${text.slice(0, 50)}" is not a time`);

  return result;
}

/** As `timestamp`, but null dates are null. */
export function timestampOrNull(text: string | null, where: string): string | null {
  if (text === null || NO_TIME.test(text)) return null;

  return timestamp(text, where);
}

function parsed(text: string): string | null {
  const time = Date.parse(text);

  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** A time in UTC with Z, as the servers want it. @throws TypeError when it is no time. */
export function utc(time: string): string {
  const parsed = /^\d{4}-.*(?:Z|[+-]\d{2}:\d{2})$/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(parsed)) throw new TypeError(`"${time}" is not a time with an offset`);

  return new Date(parsed).toISOString();
}
