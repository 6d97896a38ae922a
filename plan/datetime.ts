const ISO =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The form as a pattern, for schemas; `parseDatetime` decides. */
export const DATETIME_PATTERN = ISO.source;

/** What a point in time may look like, for messages. */
export const DATETIME_FORMS = '2026-11-21T03:00:00Z or 2026-11-21T04:00+01:00';

/**
 * The UTC form (`2026-11-21T03:00:00.000Z`) of an ISO 8601 time with an offset; null when the text
 * is no such time, names a day that does not exist, or has no offset: a time without one means
 * something else on each machine. All UTC forms have one length, so they sort as text.
 */
export function parseDatetime(text: string): string | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second = '00'] = match;
  const wall = `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${second}`;
  // JavaScript moves 30 February to March: a real day comes back as it was.
  const milliseconds = Date.parse(`${wall}.000Z`);
  if (Number.isNaN(milliseconds)) return null;
  if (new Date(milliseconds).toISOString() !== `${wall}.000Z`) return null;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return null;
  const utc = new Date(instant).toISOString();
  return utc.length === 24 ? utc : null;
}
