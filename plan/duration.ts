const COMPACT = /^(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/;
const ISO = /^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/;

/** Both forms as one pattern, for schemas; `parseDuration` decides. */
export const DURATION_PATTERN = `^(?=.*\\d)(?!.*T$)(?:${COMPACT.source.slice(1, -1)}|${ISO.source.slice(1, -1)})$`;

/** What a duration may look like, for messages. */
export const DURATION_FORMS = '250ms, 30s, 5m, 1h30m or PT5M';

/**
 * Seconds of a duration written as `250ms`, `30s`, `5m`, `1h30m` or ISO 8601 (`PT5M`, `P1DT2H`);
 * null when the text is none of these. Months and years are refused: their length varies.
 */
export function parseDuration(text: string): number | null {
  if (!/\d/.test(text) || text.endsWith('T')) return null;
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, hours, minutes, seconds, milliseconds] = compact;
    return toSeconds({ hours, minutes, seconds, milliseconds });
  }
  const iso = ISO.exec(text);
  if (iso === null) return null;
  const [, days, hours, minutes, seconds, fraction] = iso;
  return toSeconds({ days, hours, minutes, seconds, milliseconds: fraction?.padEnd(3, '0') });
}

/** ISO 8601 of a number of seconds, to the millisecond: 1860 is `PT31M`, 0 is `PT0S`. */
export function formatDuration(seconds: number): string {
  const { sign, hours, minutes, rest } = split(seconds);
  const time = `${part(hours, 'H')}${part(minutes, 'M')}${part(rest, 'S')}`;
  return `${sign}PT${time === '' ? '0S' : time}`;
}

/** A duration for people, in a form that a runbook takes as well: 5460 is `1h31m`. */
export function humanDuration(seconds: number): string {
  const { sign, hours, minutes, rest } = split(seconds);
  const whole = Math.floor(rest);
  const milliseconds = Math.round((rest - whole) * 1000);
  const text = part(hours, 'h') + part(minutes, 'm') + part(whole, 's') + part(milliseconds, 'ms');
  return text === '' ? '0s' : sign + text;
}

interface Parts {
  readonly days?: string | undefined;
  readonly hours: string | undefined;
  readonly minutes: string | undefined;
  readonly seconds: string | undefined;
  readonly milliseconds: string | undefined;
}

function toSeconds({ days, hours, minutes, seconds, milliseconds }: Parts): number {
  const whole =
    Number(days ?? 0) * 86_400 +
    Number(hours ?? 0) * 3600 +
    Number(minutes ?? 0) * 60 +
    Number(seconds ?? 0);
  // In milliseconds first, so that 0.1 + 0.2 never shows in a plan.
  return (whole * 1000 + Number(milliseconds ?? 0)) / 1000;
}

function split(seconds: number) {
  const total = Math.round(Math.abs(seconds) * 1000);
  return {
    sign: seconds < 0 && total > 0 ? '-' : '',
    hours: Math.floor(total / 3_600_000),
    minutes: Math.floor((total % 3_600_000) / 60_000),
    rest: (total % 60_000) / 1000,
  };
}

function part(value: number, unit: string): string {
  return value === 0 ? '' : `${value}${unit}`;
}
