/** The longest foreign text (machine names, messages) that is let in, in characters. */
const FOREIGN_TEXT_LIMIT = 1_000;

// Control characters, line and paragraph separators, zero-width and bidirectional controls, lone
// surrogates: a machine's name must not be able to move the cursor of a terminal or to hide text in a report.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** Text that came from a server, made safe to show: no control characters, a bounded length. */
export function foreignText(text: string, limit: number = FOREIGN_TEXT_LIMIT): string {
  const clean = text.replace(UNPRINTABLE, ' ').trim();
  if (clean.length <= limit) return clean;

  // The cut may fall within a surrogate pair.
  return `${clean.slice(0, limit - 1).replace(/\p{Cs}$/u, '')}…`;
}
