import { Cron } from 'croner';

/** The names that cron knows for whole patterns, and Temporal too. */
const NAMES = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/** What five fields of a cron expression may hold in Temporal: the library knows more (L, W, #, ?). */
const FIELD =
  /^(?:\*|[A-Za-z]{3}|\d+)(?:-(?:[A-Za-z]{3}|\d+))?(?:\/\d+)?(?:,(?:\*|[A-Za-z]{3}|\d+)(?:-(?:[A-Za-z]{3}|\d+))?(?:\/\d+)?)*$/;

/** A fixed moment of a leap year, so that the same text always gives the same answer. */
const FROM = new Date('2024-01-01T00:00:00Z');

/** Why a cron expression can't be used; null when it can. */
export function cronProblem(expression: string): string | null {
  if (expression.length > 200) return 'it has more than 200 characters';
  if (NAMES.test(expression)) return null;
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) {
    return `it has ${fields.length} fields instead of five: minute, hour, day of the month, month, day of the week`;
  }
  const strange = fields.find((field) => !FIELD.test(field));
  if (strange !== undefined) return `"${strange}" is not understood`;
  const [, , dayOfMonth = '', , dayOfWeek = ''] = fields;
  if (/7/.test(dayOfWeek)) return 'the days of the week are 0 (Sunday) to 6: write SUN for Sunday';
  if (!dayOfMonth.startsWith('*') && !dayOfWeek.startsWith('*')) {
    return 'it names days of the month and days of the week: to some that means both, to others either';
  }
  try {
    const next = new Cron(expression, { timezone: 'UTC', paused: true }).nextRun(FROM);
    return next === null ? 'no such day ever comes' : null;
  } catch (error) {
    return error instanceof Error ? lower(error.message) : 'it is not understood';
  }
}

/** The library's words, without its name in front. */
function lower(message: string): string {
  return message.replace(/^CronPattern: /, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}
