import type { FindingLevel, ReadinessFinding } from '../check-contract.js';

/** What was found of a target, with what to do about it. */
export function finding(
  target: string,
  level: FindingLevel,
  what: string,
  advice: string | null = null,
): ReadinessFinding {
  return { target, level, what, advice };
}

const SHOWN = 5;

/** The first few names, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
