/** Thrown by a reading of these tests where an answer does not say what it would have to. */
export class Unclear extends Error {}

/** What a reading gives, or `unclear`: then no decoder may give a value. */
export function readingOf(read: () => unknown): { readonly says: unknown } | 'unclear' {
  try {
    return { says: read() };
  } catch (error) {
    if (error instanceof Unclear) return 'unclear';
    throw error;
  }
}

export function unclear(why: string): never {
  throw new Unclear(why);
}

/** A text as it is shown: what can't be seen is a space, and there is a limit. */
export function shown(text: string): string {
  const invisible = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;
  const clean = text.replace(invisible, ' ').trim();

  return clean.length > 1_000 ? `${clean.slice(0, 999)}…` : clean;
}

export function word(text: string, words: readonly string[]): string {
  return words.includes(text) ? text : unclear(`${text} is none of ${words.join()}`);
}

const TIME = /^(\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** Milliseconds, in UTC where no zone is said. */
export function time(text: string): string {
  const [, year = '', fraction = '', zone = 'Z'] = TIME.exec(text) ?? [];
  const head = text.slice(0, 19);
  const parsed = Date.parse(`${head}${fraction.slice(0, 4)}${zone}`);
  if (year === '' || Number.isNaN(parsed) || isNoTime(text)) return unclear(`${text} is no time`);

  return new Date(parsed).toISOString();
}

/** The years that .NET and SQL Server write where there is none. */
export function isNoTime(text: string): boolean {
  return /^(?:0001|1753)-01-01T/.test(text);
}

export function number(text: string, max: number): number {
  return /^\d+$/.test(text) && Number(text) <= max ? Number(text) : unclear(`${text} is no number`);
}

/** The last guid among the parts of a text that end at anything but a letter, a digit or a hyphen. */
export function guidIn(text: string): string | null {
  const words = text.toLowerCase().split(/[^\w-]/);

  return words.findLast((part) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part)) ?? null;
}

export function guid(text: string): string {
  return guidIn(text) ?? unclear(`${text} holds no guid`);
}
