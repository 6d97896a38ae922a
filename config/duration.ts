const SHORT = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** The same as one pattern, for a schema. */
export const DURATION_PATTERN = `^(?=.*\\d)(?:${SHORT.source.slice(1, -1)}|${ISO.source.slice(1, -1)})$`;

/** What a duration may look like, for errors. */
export const DURATION_FORMS = '250ms, 30s, 5m, 1h30m or PT5M';

/** A duration in seconds, or null when it is none. */
export function durationSeconds(text: string): number | null {
  const found: readonly (string | undefined)[] | undefined = (text.startsWith('P') ? ISO : SHORT)
    .exec(text)
    ?.slice(1);
  if (found?.some((part) => part !== undefined) !== true) return null;

  return found.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS[index] ?? 0), 0);
}

/** Days, hours, minutes, seconds and milliseconds, in seconds. */
const UNITS = [86_400, 3_600, 60, 1, 0.001];
