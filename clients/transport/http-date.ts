// RFC 9110, 5.6.7: the fixed form, and the obsolete one that also ends with GMT.
const SHAPE = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * An HTTP date in milliseconds, or null. `Date.parse` alone makes a time of nearly anything that
 * holds a number.
 */
export function httpDate(text: string): number | null {
  const time = SHAPE.test(text) ? Date.parse(text) : Number.NaN;

  return Number.isNaN(time) ? null : time;
}
