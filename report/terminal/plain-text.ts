// Control characters of the C0 and C1 ranges and the marks that turn the writing direction.
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/**
 * Foreign text (names on servers, reasons, messages) made safe for a terminal: one line, without
 * control characters, so that no name can move the cursor or hide what stands before it.
 */
export function plainText(text: string): string {
  return text.replace(UNPRINTABLE, ' ').trim();
}
